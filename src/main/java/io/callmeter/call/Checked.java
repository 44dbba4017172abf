package io.callmeter.call;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What is made of values that passed their checks; null stays null.
final class Checked {

	/// By less than this the clocks of one source may differ, as milliseconds do from
	/// whole seconds.
	private static final Duration SKEW = Duration.ofSeconds(1);

	private Checked() {
	}

	/// An instant in microseconds, what is finer cut off.
	static @Nullable Instant instant(@Nullable Instant value) {
		return (value != null) ? Instants.cut(value) : null;
	}

	/// Whether one instant is before another by more than clocks differ.
	static boolean isSkewBeyond(Instant later, Instant earlier) {
		return Duration.between(later, earlier).compareTo(SKEW) >= 0;
	}

	/// An instant, or the bound that it is outside of: any beginning, and an end by less
	/// than clocks differ.
	static @Nullable Instant within(Instant from, @Nullable Instant value, @Nullable Instant to) {
		Instant begun = notBefore(from, value);
		return (begun != null && to != null && begun.isAfter(to) && !isSkewBeyond(to, begun)) ? to : begun;
	}

	/// The later of two instants where both are there; else the second.
	static @Nullable Instant notBefore(@Nullable Instant earliest, @Nullable Instant value) {
		return (earliest != null && value != null && value.isBefore(earliest)) ? earliest : value;
	}

	/// The first of two that is there.
	static <T> @Nullable T first(@Nullable T preferred, @Nullable T other) {
		return (preferred != null) ? preferred : other;
	}

}
