package io.callmeter.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Prints a missing database as a fact and its remedy instead of a stack trace.
final class NoDatabaseAnalyzer extends AbstractFailureAnalyzer<NoDatabase> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NoDatabase cause) {
		return new FailureAnalysis(cause.fact(), cause.remedy(), cause);
	}

}
