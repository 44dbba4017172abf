package io.callmeter.rollup;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How cells follow calls.
///
/// @param fold pause between two folds of the changes that ingest has noted
/// @param batch how many changes are folded in one transaction, of legs or of calls
/// @param sample pause between two comparisons of a day's cells with its facts
/// @param lag how long the oldest change of more than a batch may wait before whoever stores calls waits, too
/// @param patience how long each batch of calls waits then, at most
@ConfigurationProperties("callmeter.rollup")
record RollupProperties(@DefaultValue("1s") Duration fold, @DefaultValue("50000") int batch,
		@DefaultValue("10m") Duration sample, @DefaultValue("1m") Duration lag, @DefaultValue("2s") Duration patience) {

	RollupProperties {
		positive("fold", fold);
		positive("sample", sample);
		positive("lag", lag);
		if (patience.isNegative()) {
			throw new IllegalArgumentException("callmeter.rollup.patience is " + patience + "; set 0s or more");
		}
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
