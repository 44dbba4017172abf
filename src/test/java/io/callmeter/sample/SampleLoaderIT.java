package io.callmeter.sample;

import io.callmeter.PostgresIT;
import io.callmeter.ingest.CallIngest;
import io.callmeter.source.json.NdjsonCallDecoder;
import io.callmeter.tenant.Tenants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@ExtendWith(OutputCaptureExtension.class)
@ResourceLock(Resources.SYSTEM_OUT)
class SampleLoaderIT extends PostgresIT {

	@Autowired
	private Tenants tenants;

	@Autowired
	private CallIngest ingest;

	@Autowired
	private NdjsonCallDecoder decoder;

	@Test
	void everyCallIsTakenOnceHoweverOftenTheServiceStarts(CapturedOutput output) throws Exception {
		var loader = new SampleLoader(this.ingest, this.decoder, this.tenants,
				new ClassPathResource("sample/week.ndjson"));
		loader.run(new DefaultApplicationArguments());
		long calls = count("call");
		long legs = count("leg");
		assertThat(calls).isGreaterThan(2_700);
		assertThat(output).contains(calls + " calls, " + calls + " of them new, 0 rejected");

		loader.run(new DefaultApplicationArguments());
		assertThat(output).contains(calls + " calls, 0 of them new, 0 rejected");
		assertThat(count("call")).isEqualTo(calls);
		assertThat(count("leg")).isEqualTo(legs);
		assertThat(count("queue")).isEqualTo(4);
		assertThat(count("agent")).isEqualTo(30);
		assertThat(count("campaign")).isEqualTo(3);
	}

	@Test
	void aBuildWithoutTheSampleSaysSo() {
		var loader = new SampleLoader(this.ingest, this.decoder, this.tenants,
				new ClassPathResource("sample/none.ndjson"));
		assertThatThrownBy(() -> loader.run(new DefaultApplicationArguments()))
			.satisfies((failure) -> assertThat(new SampleMissingAnalyzer().analyze(failure)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("no sample calls");
				assertThat(analysis.getAction()).contains("CALLMETER_SAMPLE=false");
			}));
	}

	private static long count(String table) {
		return owner().sql("select count(*) from " + table).query(Long.class).single();
	}

}
