package io.callmeter.sample;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Prints a missing sample as a fact and its remedy instead of a stack trace.
final class SampleMissingAnalyzer extends AbstractFailureAnalyzer<SampleMissing> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SampleMissing cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Start without it (callmeter.sample=false, in the environment CALLMETER_SAMPLE=false), or POST the lines of "
						+ "db/sample/week.ndjson of the source to /v1/calls as application/x-ndjson.",
				cause);
	}

}
