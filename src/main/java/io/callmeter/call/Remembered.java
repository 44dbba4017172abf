package io.callmeter.call;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/// What a function made of the texts it was last asked for, so that it need not be asked again. Bounded: once enough is
/// remembered, a new generation begins and takes over from the last one what is still asked for.
final class Remembered {

	private static final int A_GENERATION = 16_384;

	/// Longer ones would be remembered at the cost of many.
	private static final int LONGEST = 32;

	private final UnaryOperator<String> function;

	private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

	Remembered(UnaryOperator<String> function) {
		this.function = function;
	}

	String of(String text) {
		if (text.length() > LONGEST) {
			return this.function.apply(text);
		}
		Generations known = this.generations;
		String result = known.young.get(text);
		if (result == null) {
			result = known.of(text, this.function);
			if (known.young.size() >= A_GENERATION) {
				this.generations = new Generations(new ConcurrentHashMap<>(), known.young);
			}
		}
		return result;
	}

	/// How many texts are remembered.
	int size() {
		Generations known = this.generations;
		return known.young.size() + known.old.size();
	}

	private record Generations(ConcurrentHashMap<String, String> young, ConcurrentHashMap<String, String> old) {

		String of(String text, UnaryOperator<String> function) {
			@Nullable String before = this.old.get(text);
			String result = (before != null) ? before : function.apply(text);
			this.young.put(text, result);
			return result;
		}

	}

}
