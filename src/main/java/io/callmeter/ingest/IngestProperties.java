package io.callmeter.ingest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How calls are taken in.
/// @param batch how many records are written in one transaction
/// @param maxBody how long a JSON document may be, unpacked; a stream of lines may have any length
/// @param maxLine how long one record may be: a line of a stream, an element of an array
/// @param maxRejections how many rejections a report lists one by one; all are counted
/// @param region ISO 3166 code of the country in which numbers without `+` are dialled; `ZZ` for none
@ConfigurationProperties("callmeter.ingest")
record IngestProperties(@DefaultValue("1000") int batch, @DefaultValue("64MB") DataSize maxBody,
		@DefaultValue("1MB") DataSize maxLine, @DefaultValue("1000") int maxRejections,
		@DefaultValue("ZZ") String region) {

	IngestProperties {
		if (batch < 1 || batch > 10_000) {
			throw new IllegalArgumentException("callmeter.ingest.batch is " + batch + "; it goes from 1 to 10000");
		}
		if (maxLine.toBytes() < 1024 || maxLine.toBytes() > 64 * 1024 * 1024) {
			throw new IllegalArgumentException(
					"callmeter.ingest.max-line is " + maxLine + "; it goes from 1KB to 64MB");
		}
	}

}
