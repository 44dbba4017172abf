package io.callmeter.kpi;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How questions are answered.
///
/// @param timeout how long an answer may take as a whole, or a part of a list that is passed on as CSV
@ConfigurationProperties("callmeter.kpi")
record KpiProperties(@DefaultValue("60s") Duration timeout) {

	KpiProperties {
		if (timeout.toMillis() < 1) {
			throw new IllegalArgumentException("Invalid callmeter.kpi.timeout " + timeout + ". Expected 1ms or more");
		}
	}

}
