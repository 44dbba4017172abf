package io.callmeter.rollup;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How cells follow calls.
///
/// @param fold pause between two folds of the changes that ingest has noted
/// @param batch how many changes are folded in one transaction, of legs or of calls
/// @param sample pause between two comparisons of a day's cells with its facts
@ConfigurationProperties("callmeter.rollup")
record RollupProperties(@DefaultValue("1s") Duration fold, @DefaultValue("50000") int batch,
		@DefaultValue("10m") Duration sample) {

	RollupProperties {
		positive("fold", fold);
		positive("sample", sample);
		if (batch < 1) {
			throw new IllegalArgumentException("callmeter.rollup.batch is " + batch + "; set 1 or more");
		}
	}

	private static void positive(String name, Duration value) {
		if (!value.isPositive()) {
			throw new IllegalArgumentException("callmeter.rollup." + name + " is " + value + "; set more than 0s");
		}
	}

}
