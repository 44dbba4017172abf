package io.callmeter.sample;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;

import io.callmeter.PostgresIT;
import io.callmeter.ingest.CallIngest;
import io.callmeter.source.json.NdjsonCallDecoder;
import io.callmeter.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SampleLoaderIT extends PostgresIT {

	@Autowired
	private Tenants tenants;

	@Autowired
	private CallIngest ingest;

	@Autowired
	private NdjsonCallDecoder decoder;

	@Test
	void everyCallIsTakenOnceHoweverOftenTheServiceStarts() throws Exception {
		LoadedSample first = load("", "2026-10-06T09:00:00Z");
		long calls = count("call");
		long legs = count("leg");
		assertThat(calls).isGreaterThan(2_700).isEqualTo(first.report().created());
		assertThat(first).hasToString(String.format(Locale.ROOT,
				"%,d sample calls from 2026-09-28 to 2026-10-04, %,d of them new", calls, calls));
		assertThat(http().get("/v1/kpis?from=2026-09-28&to=2026-10-05&metrics=calls")
			.json()
			.at("/total/metrics/calls/value")
			.longValue()).isEqualTo(calls);

		LoadedSample again = load("", "2026-10-11T23:59:59Z");
		assertThat(again.report().unchanged()).isEqualTo(calls);
		assertThat(count("call")).isEqualTo(calls);
		assertThat(count("leg")).isEqualTo(legs);
		assertThat(count("queue")).isEqualTo(4);
		assertThat(count("agent")).isEqualTo(30);
		assertThat(count("campaign")).isEqualTo(3);
	}

	@Test
	void aLaterWeekAndTheDocumentedOneAreAddedBeside() throws Exception {
		long calls = load("", "2026-10-06T09:00:00Z").report().created();

		assertThat(load("", "2026-10-12T00:00:00Z").report().created()).isEqualTo(calls);
		assertThat(load("2026-W46", "2026-11-16T00:00:00Z").report().created()).isEqualTo(calls);
		assertThat(count("call")).isEqualTo(3 * calls);
	}

	@Test
	void aWeekIsOneOfTheTenant() throws Exception {
		assertThat(
				http().put("/v1/tenants/default", "application/json", "{\"timeZone\": \"Pacific/Auckland\"}").status())
			.isEqualTo(200);
		LoadedSample loaded = load("", "2026-10-11T12:00:00Z");

		assertThat(loaded.week()).as("it is Monday in Auckland").hasToString("2026-W41");
		assertThat(http().get("/v1/kpis?from=2026-10-05T00:00:00%2B13:00&to=2026-10-12T00:00:00%2B13:00&metrics=calls")
			.json()
			.at("/total/metrics/calls/value")
			.longValue()).isEqualTo(loaded.report().created());
	}

	@Test
	void aWeekThatHasNotEndedIsRefused() {
		assertThatExceptionOfType(WrongWeek.class).isThrownBy(() -> load("2026-W41", "2026-10-11T23:00:00Z"))
			.withMessageContaining("2026-W41", "2026-W40");
	}

	@ParameterizedTest
	@CsvSource({ "callmeter.sample=true, true", "callmeter.sample.week=2026-W46, true", "callmeter.sample=false, false",
			"callmeter.unknown=true, false" })
	void theSampleIsLoadedWhereItIsAskedFor(String property, boolean loaded) {
		runner().withPropertyValues(property)
			.run((context) -> assertThat(context.getBeansOfType(SampleLoader.class)).hasSize(loaded ? 1 : 0));
	}

	@Test
	void bothPropertiesAreUnderstoodAtOnce() {
		runner().withPropertyValues("callmeter.sample=true", "callmeter.sample.week=2026-W47").run((context) -> {
			context.getBean(SampleLoader.class).run(new DefaultApplicationArguments());
			assertThat(context.getBean(SampleLoader.class).loaded()).isNotNull()
				.satisfies((sample) -> assertThat(sample.week()).hasToString("2026-W47"));
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withBean(CallIngest.class, () -> this.ingest)
			.withBean(NdjsonCallDecoder.class, () -> this.decoder)
			.withBean(Tenants.class, () -> this.tenants)
			.withUserConfiguration(SampleLoader.class);
	}

	private LoadedSample load(String week, String now) throws Exception {
		var loader = new SampleLoader(this.ingest, this.decoder, this.tenants, week,
				Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
		loader.run(new DefaultApplicationArguments());
		assertThat(loader.loaded()).isNotNull();
		return loader.loaded();
	}

	private static long count(String table) {
		return owner().sql("select count(*) from " + table).query(Long.class).single();
	}

}
