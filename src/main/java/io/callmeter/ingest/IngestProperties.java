package io.callmeter.ingest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How calls are taken in.
/// @param batch how many records are written in one transaction
/// @param maxBody how long a JSON document may be, unpacked; a stream of lines may have any length
/// @param maxLine how long one record may be: a line of a stream, an element of an array, a row of a CSV file and
/// its first line (there in characters)
/// @param maxRejections how many rejections a report lists one by one; all are counted
/// @param queue how many changes of a tenant may wait to be committed in groups; more are answered 503
/// @param writers how many groups are written at once, over all tenants
/// @param streamWriters how many batches of streams are written at once
/// @param region ISO 3166 code of the country in which numbers without `+` are dialled; `ZZ` for none
@ConfigurationProperties("callmeter.ingest")
record IngestProperties(@DefaultValue("1000") int batch, @DefaultValue("64MB") DataSize maxBody,
		@DefaultValue("1MB") DataSize maxLine, @DefaultValue("1000") int maxRejections,
		@DefaultValue("10000") int queue, @DefaultValue("2") int writers, @DefaultValue("3") int streamWriters,
		@DefaultValue("ZZ") String region) {

	IngestProperties {
		if (batch < 1 || batch > 10_000) {
			throw new IllegalArgumentException("Invalid callmeter.ingest.batch " + batch + ". Expected 1 to 10000");
		}
		if (queue < 1) {
			throw new IllegalArgumentException("Invalid callmeter.ingest.queue " + queue + ". Expected 1 or more");
		}
		if (writers < 1 || streamWriters < 1) {
			throw new IllegalArgumentException("Invalid callmeter.ingest.writers " + writers + " or stream-writers "
					+ streamWriters + ". Expected 1 or more for each");
		}
		if (maxLine.toBytes() < 1024 || maxLine.toBytes() > 64 * 1024 * 1024) {
			throw new IllegalArgumentException(
					"Invalid callmeter.ingest.max-line " + maxLine + ". Expected 1KB to 64MB");
		}
	}

}
