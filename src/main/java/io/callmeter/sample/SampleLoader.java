package io.callmeter.sample;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;

import io.callmeter.ingest.CallIngest;
import io.callmeter.source.json.NdjsonCallDecoder;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// Sends the sample through the door of all calls, before the service says that it is ready.
@Component
@Conditional(SampleRequested.class)
public class SampleLoader implements ApplicationRunner {

	private final CallIngest ingest;

	private final NdjsonCallDecoder decoder;

	private final Tenants tenants;

	private final @Nullable Week week;

	private final Clock clock;

	private @Nullable LoadedSample loaded;

	/// @param week a week such as `2026-W46`; empty for the last one that has ended. It
	/// is no field of a record of properties, because `callmeter.sample` itself has a
	/// value.
	@Autowired
	SampleLoader(CallIngest ingest, NdjsonCallDecoder decoder, Tenants tenants,
			@Value("${callmeter.sample.week:}") String week) {
		this(ingest, decoder, tenants, week, Clock.systemUTC());
	}

	SampleLoader(CallIngest ingest, NdjsonCallDecoder decoder, Tenants tenants, String week, Clock clock) {
		this.ingest = ingest;
		this.decoder = decoder;
		this.tenants = tenants;
		this.week = week.isBlank() ? null : Week.parse(week);
		this.clock = clock;
	}

	@Override
	public void run(ApplicationArguments arguments) throws IOException {
		Tenant tenant = this.tenants.usual();
		Week last = Week.lastBefore(LocalDate.now(this.clock.withZone(tenant.timeZone())));
		Week wanted = Objects.requireNonNullElse(this.week, last);
		if (wanted.weeksAfter(last) > 0) {
			throw new WrongWeek(wanted.toString(),
					"has not ended yet in the time zone " + tenant.timeZone() + "; the last whole week is " + last);
		}
		try (var file = new ClassPathResource("sample/week.ndjson").getInputStream()) {
			var calls = new SampleCalls(wanted, tenant.timeZone()).from(file);
			this.loaded = new LoadedSample(wanted, this.ingest.ingest(tenant, false, calls, this.decoder));
		}
	}

	/// What was loaded at this start; null before that.
	public @Nullable LoadedSample loaded() {
		return this.loaded;
	}

}
