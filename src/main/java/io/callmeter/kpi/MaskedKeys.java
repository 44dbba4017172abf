package io.callmeter.kpi;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.callmeter.access.Caller;
import io.callmeter.access.Scope;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// Hides in the keys of rows what looks like a phone number, from those who may not see numbers: words that people write
/// are masked here as they are in calls, and nobody asks by a word that they would not be shown. The other keys are codes,
/// and the centre's own numbers.
final class MaskedKeys {

	private static final Set<String> WORDS = Arrays.stream(Dimension.values())
		.filter(Dimension::isFreeWords)
		.map(Dimension::key)
		.collect(Collectors.toUnmodifiableSet());

	private MaskedKeys() {
	}

	/// Refuses filters of words with what looks like a phone number, from those who may
	/// not see numbers: who counts what has a number knows whose a masked one is.
	static void require(Caller caller, Selection selection) {
		selection.filters().forEach((dimension, words) -> {
			if (dimension.isFreeWords()) {
				require(caller, dimension.key(), words);
			}
		});
	}

	/// The same of the words of one parameter.
	static void require(Caller caller, String parameter, Set<String> words) {
		if (!caller.seesNumbers() && isIn(words)) {
			throw new RequestProblem(Problem.FORBIDDEN, parameter, null, "A " + parameter
					+ " that looks like a phone number needs the scope " + Scope.PII_READ
					+ ", because it would reveal masked numbers. Use another value, or ask an administrator for "
					+ "a key with the scope.");
		}
	}

	/// Whether a filter of words has what looks like a phone number in it.
	static boolean isIn(Selection selection) {
		return selection.filters()
			.entrySet()
			.stream()
			.anyMatch((filter) -> filter.getKey().isFreeWords() && isIn(filter.getValue()));
	}

	/// Whether one of the words of a parameter has.
	static boolean isIn(Set<String> words) {
		return words.stream().anyMatch(NumberMask::isIn);
	}

	/// Whether something of a row's key is hidden from those who may not see numbers.
	static boolean isIn(Map<String, @Nullable Object> group) {
		return WORDS.stream().anyMatch((key) -> group.get(key) instanceof String word && NumberMask.isIn(word));
	}

	/// The row; without links where its key is masked, for nothing is listed under that.
	static KpiRow in(KpiRow row) {
		if (Collections.disjoint(row.group().keySet(), WORDS)) {
			return row;
		}
		Map<String, @Nullable Object> group = in(row.group());
		return group.equals(row.group()) ? row : new KpiRow(row.from(), row.to(), group, row.metrics(), null);
	}

	static DistributionAnswer in(DistributionAnswer answer) {
		return answer.with(Warning.masked(answer.warnings()),
				answer.rows()
					.stream()
					.map((row) -> new DistributionAnswer.Row(in(row.group()), row.spread()))
					.toList());
	}

	private static Map<String, @Nullable Object> in(Map<String, @Nullable Object> group) {
		var masked = new LinkedHashMap<String, @Nullable Object>(group);
		masked.replaceAll((key, value) -> (value instanceof String word && WORDS.contains(key))
				? NumberMask.masked(word) : value);
		return masked;
	}

}
