package io.callmeter.privacy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.jdbc.support.SqlArrayValue;

/// Where a subject is named, and what is to stand there instead.
///
/// @param pattern finds their numbers in a text
/// @param callIds calls with such texts and ids
/// @param namedIds those with such ids
/// @param surrogates of words that figures may be grouped by, what is to stand there
/// @param cases those of the words that are cases
/// @param keptWords words that stay because held calls have them
/// @param nothing codes under which nothing is counted any more
/// @param codes how many codes stay that have a number in them
record Places(String pattern, Set<String> callIds, Set<String> namedIds, Map<String, String> surrogates,
		Set<String> cases, Set<String> keptWords, Set<String> nothing, int codes) {

	/// The parameters of statements that put a surrogate wherever a word stands.
	/// @param standIns of some words, what may have come to stand for them since they
	/// were found
	Map<String, Object> values(Map<String, String> standIns) {
		List<String> words = new ArrayList<>(this.surrogates.keySet());
		List<String> there = new ArrayList<>(this.surrogates.values());
		standIns.forEach((word, standIn) -> {
			String surrogate = this.surrogates.get(word);
			if (surrogate != null) {
				words.add(standIn);
				there.add(surrogate);
			}
		});
		return Map.of("pattern", this.pattern, "words", new SqlArrayValue("text", words.toArray()), "surrogates",
				new SqlArrayValue("text", there.toArray()));
	}

	/// These and others, which were found later.
	Places and(Places later) {
		return new Places(this.pattern, union(this.callIds, later.callIds), union(this.namedIds, later.namedIds),
				union(this.surrogates, later.surrogates), union(this.cases, later.cases),
				union(this.keptWords, later.keptWords), this.nothing, this.codes);
	}

	private static Set<String> union(Set<String> some, Set<String> others) {
		Set<String> all = new LinkedHashSet<>(some);
		all.addAll(others);
		return all;
	}

	private static Map<String, String> union(Map<String, String> some, Map<String, String> others) {
		Map<String, String> all = new LinkedHashMap<>(some);
		others.forEach(all::putIfAbsent);
		return all;
	}

}
