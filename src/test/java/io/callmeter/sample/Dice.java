package io.callmeter.sample;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/// Chance that falls the same way on every machine: a specified generator and strict mathematics.
final class Dice {

	private final Random random;

	Dice(long seed) {
		this.random = new Random(seed);
	}

	boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	/// A whole number, both ends included.
	int between(int least, int most) {
		return least + this.random.nextInt(most - least + 1);
	}

	<T> T oneOf(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	/// An index, as often as its weight says.
	int weighted(double... weights) {
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
	Duration exponential(double mean) {
		return seconds(-mean * StrictMath.log(1 - this.random.nextDouble()));
	}

	/// Most near the median and some very long, as conversations are.
	Duration logNormal(double median, double spread) {
		return seconds(median * StrictMath.exp(spread * this.random.nextGaussian()));
	}

	Duration uniform(double least, double most) {
		return seconds(least + this.random.nextDouble() * (most - least));
	}

	/// To the tenth, as phone systems log.
	private static Duration seconds(double seconds) {
		return Duration.ofMillis(100 * StrictMath.round(seconds * 10));
	}

}
