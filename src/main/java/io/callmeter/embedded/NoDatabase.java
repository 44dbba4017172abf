package io.callmeter.embedded;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// There is no database to work with: why, and what to do about it.
final class NoDatabase extends RuntimeException {

	private final String remedy;

	NoDatabase(String fact, String remedy) {
		this(fact, remedy, null);
	}

	NoDatabase(String fact, String remedy, @Nullable Throwable cause) {
		super(fact, cause);
		this.remedy = remedy;
	}

	String fact() {
		return Objects.requireNonNull(getMessage());
	}

	String remedy() {
		return this.remedy;
	}

}
