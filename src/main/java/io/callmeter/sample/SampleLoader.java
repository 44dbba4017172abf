package io.callmeter.sample;

import java.io.IOException;

import io.callmeter.ingest.CallIngest;
import io.callmeter.source.json.NdjsonCallDecoder;
import io.callmeter.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;

/// Sends the sample week through the door of all calls, before the service says that it is ready.
@Component
@ConditionalOnBooleanProperty("callmeter.sample")
class SampleLoader implements ApplicationRunner {

	private static final Logger log = LoggerFactory.getLogger(SampleLoader.class);

	private final CallIngest ingest;

	private final NdjsonCallDecoder decoder;

	private final Tenants tenants;

	private final Resource week;

	SampleLoader(CallIngest ingest, NdjsonCallDecoder decoder, Tenants tenants,
			@Value("classpath:sample/week.ndjson") Resource week) {
		this.ingest = ingest;
		this.decoder = decoder;
		this.tenants = tenants;
		this.week = week;
	}

	@Override
	public void run(ApplicationArguments arguments) throws IOException {
		if (!this.week.exists()) {
			throw new SampleMissing();
		}
		try (var calls = this.week.getInputStream()) {
			var report = this.ingest.ingest(this.tenants.usual(), false, calls, this.decoder);
			log.info("The sample week, 2026-11-09 to 2026-11-15, is loaded: {} calls, {} of them new, {} rejected",
					report.received(), report.created(), report.rejectedCount());
		}
	}

}
