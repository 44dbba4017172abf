package io.callmeter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// Chance that falls the same way on every machine: a specified generator and strict mathematics. The first tries of a
/// property have short lists, so the first one that fails is a small example.
public final class Dice {

	/// From this try of a property on, lists are as long as they may be.
	private static final int FULL_LENGTH = 4;

	private final Random random;

	private final long trial;

	private Dice(Random random, long trial) {
		this.random = random;
		this.trial = trial;
	}

	/// Dice for examples, whose lists may have any length.
	public static Dice of(long seed) {
		return new Dice(new Random(seed), FULL_LENGTH);
	}

	/// Dice for one try of a property. Neighbouring seeds of the generator itself would
	/// begin with nearly the same numbers.
	static Dice ofTry(long seed) {
		return new Dice(new Random(seed * 0x9E3779B97F4A7C15L), seed);
	}

	public boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	/// A whole number, both ends included.
	public int between(int least, int most) {
		return least + this.random.nextInt(most - least + 1);
	}

	/// A whole number, both ends included.
	public long between(long least, long most) {
		return this.random.nextLong(least, most + 1);
	}

	public <T> T oneOf(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	@SafeVarargs
	public final <T> T oneOf(T... values) {
		return values[this.random.nextInt(values.length)];
	}

	/// Nothing that often.
	public <T> @Nullable T orNull(double probability, Supplier<T> value) {
		return chance(probability) ? null : value.get();
	}

	/// A list of so many.
	public <T> List<T> listOf(int least, int most, Supplier<T> value) {
		return distinct(least, most, value, (each) -> new Object());
	}

	/// A list of so many, of which no two have the same key; shorter where there are too
	/// few keys.
	public <T> List<T> distinct(int least, int most, Supplier<T> value, Function<T, Object> key) {
		int longest = Math.clamp(most * this.trial / FULL_LENGTH, least, most);
		int wanted = between(least, longest);
		Set<Object> keys = new HashSet<>();
		List<T> values = new ArrayList<>();
		for (int tries = 0; values.size() < wanted && tries < 10 * most; tries++) {
			T one = value.get();
			if (keys.add(key.apply(one))) {
				values.add(one);
			}
		}
		return values;
	}

	/// The same in another order.
	public <T> List<T> shuffled(List<T> values) {
		List<T> shuffled = new ArrayList<>(values);
		Collections.shuffle(shuffled, this.random);
		return shuffled;
	}

	/// An index, as often as its weight says.
	public int weighted(double... weights) {
		double sum = 0;
		for (double weight : weights) {
			sum += weight;
		}
		double left = this.random.nextDouble() * sum;
		int index = 0;
		while (index < weights.length - 1 && left >= weights[index]) {
			left -= weights[index];
			index++;
		}
		return index;
	}

	/// Many short ones and some long, as patience is.
	public Duration exponential(double mean) {
		return seconds(-mean * StrictMath.log(1 - this.random.nextDouble()));
	}

	/// Most near the median and some very long, as conversations are.
	public Duration logNormal(double median, double spread) {
		return seconds(median * StrictMath.exp(spread * this.random.nextGaussian()));
	}

	public Duration uniform(double least, double most) {
		return seconds(least + this.random.nextDouble() * (most - least));
	}

	/// To the tenth, as phone systems log.
	private static Duration seconds(double seconds) {
		return Duration.ofMillis(100 * StrictMath.round(seconds * 10));
	}

	/// The seed of a try.
	@Override
	public String toString() {
		return Long.toString(this.trial);
	}

}
