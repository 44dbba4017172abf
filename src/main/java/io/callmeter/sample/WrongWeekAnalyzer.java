package io.callmeter.sample;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Prints a wrong week as a fact and its remedy instead of a stack trace.
final class WrongWeekAnalyzer extends AbstractFailureAnalyzer<WrongWeek> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WrongWeek cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Write a week that has ended, such as 2026-W46, or leave it out and set callmeter.sample=true for the last one.",
				cause);
	}

}
