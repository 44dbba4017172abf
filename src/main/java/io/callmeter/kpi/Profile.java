package io.callmeter.kpi;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static io.callmeter.kpi.Measure.*;

/// How another product counts, so that its figure can be made from the same calls and seen beside Callmeter's.
enum Profile {

	/// Amazon Connect.
	CONNECT,
	/// Genesys Cloud.
	GENESYS,
	/// Cisco Unified Contact Center Enterprise.
	CISCO,
	/// Asterisk's app_queue.
	ASTERISK,
	/// VICIdial.
	VICIDIAL,
	/// Wazo's call-logd.
	WAZO;

	/// As parameters and answers name it.
	String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/// Product and vendor, for people.
	String title() {
		return switch (this) {
			case CONNECT -> "Amazon Connect";
			case GENESYS -> "Genesys Cloud";
			case CISCO -> "Cisco Unified Contact Center Enterprise";
			case ASTERISK -> "Asterisk app_queue";
			case VICIDIAL -> "VICIdial";
			case WAZO -> "Wazo call-logd";
		};
	}

	/// When things count in the product, of a query that does not say.
	/// @param ofAgents whether figures of agents are asked for
	Basis basis(boolean ofAgents) {
		return switch (this) {
			case ASTERISK -> Basis.END;
			case GENESYS -> ofAgents ? Basis.END : Basis.START;
			case CONNECT, CISCO, VICIDIAL, WAZO -> Basis.START;
		};
	}

	/// The switches that its figures have.
	Set<Option> options() {
		return switch (this) {
			case GENESYS -> Set.of(Option.FLOW_OUTS, Option.SHORT_ABANDONS, Option.ALL_ABANDONS);
			case ASTERISK -> Set.of(Option.SECOND);
			case VICIDIAL -> Set.of(Option.DROPS_BY_CALLS);
			case CISCO -> Set.of(Option.NEGATIVE, Option.POSITIVE);
			case CONNECT, WAZO -> Set.of();
		};
	}

	/// What is counted differently, by the id of the metric.
	/// @param options that are switched on
	Map<String, Variant> variants(Set<Option> options) {
		return switch (this) {
			case CONNECT -> connect();
			case GENESYS -> genesys(options);
			case CISCO -> cisco(options);
			case ASTERISK -> asterisk(options);
			case VICIDIAL -> vicidial(options);
			case WAZO -> wazo();
		};
	}

	private static Map<String, Variant> connect() {
		return Map.of("serviceLevel",
				new Variant(new Figure.Share(ANSWERED_IN_TIME.plus(ABANDONED_IN_TIME).plus(CALLBACKS_IN_TIME), OFFERED),
						"visits that left the queue within the threshold by answer, abandon or callback / visits",
						"Leaving the queue in time counts as served, whoever ended it; visits that overflowed, were "
								+ "refused or still wait are in the denominator."));
	}

	private static Map<String, Variant> genesys(Set<Option> options) {
		Amount under = ANSWERED.plus(ABANDONED);
		String formula = "answered + abandoned";
		if (options.contains(Option.ALL_ABANDONS)) {
			under = ANSWERED;
			formula = "answered";
		}
		else if (options.contains(Option.SHORT_ABANDONS)) {
			under = under.minus(SHORT_ABANDONED);
			formula += " − short abandons";
		}
		if (options.contains(Option.FLOW_OUTS)) {
			under = under.plus(OVERFLOWED);
			formula += " + flow-outs";
		}
		return Map.of("serviceLevel",
				new Variant(new Figure.Share(ANSWERED_IN_TIME, under),
						"(answered − answered over target) / (" + formula + ")",
						"Callmeter excludes abandons within the threshold, the product those of its options."));
	}

	private static Map<String, Variant> cisco(Set<Option> options) {
		ServiceLevelPolicy policy = options.contains(Option.NEGATIVE) ? ServiceLevelPolicy.ABANDONS_NEGATIVE
				: options.contains(Option.POSITIVE) ? ServiceLevelPolicy.ABANDONS_CREDITED
						: ServiceLevelPolicy.ABANDONS_IGNORED;
		return Map.of("serviceLevel", new Variant(policy.ratio(),
				policy.ratio().numerator() + " / (" + policy.ratio().denominator() + ")",
				"It is Callmeter's policy " + policy + "; the values differ if the queue or the query has another."));
	}

	private static Map<String, Variant> asterisk(Set<Option> options) {
		String why = "Time-outs and exits from an empty queue are overflowed visits, not abandoned ones.";
		Amount abandoned = ABANDONED.plus(TIMED_OUT).plus(LEFT_EMPTY);
		var variants = new TreeMap<String, Variant>();
		variants.put("abandoned", new Variant(new Figure.Count(abandoned),
				"abandoned + overflowed by time-out + left an empty queue", why));
		variants.put("abandonmentRate", new Variant(new Figure.Share(abandoned, OFFERED),
				"(abandoned + overflowed by time-out + left an empty queue) / offered", why));
		variants.put("averageSpeedOfAnswer",
				new Variant(new Figure.Mean(ANSWERED_WAIT, ANSWERED),
						"holdtime = (3 × holdtime before + wait) / 4 with each answer, since the queue was loaded",
						"An exponential average depends on calls before the range, so the mean is shown instead."));
		variants.put("serviceLevel", options.contains(Option.SECOND) ? new Variant(
				new Figure.Share(ANSWERED_IN_TIME.plus(ABANDONED_IN_TIME).plus(LEFT_IN_TIME), ANSWERED.plus(abandoned)),
				"(answered + abandoned within the threshold) / (answered + abandoned), where abandoned "
						+ "has time-outs and exits from an empty queue",
				"Giving up in time counts as served, and time-outs as giving up.")
				: new Variant(new Figure.Share(ANSWERED_IN_TIME, ANSWERED), "answered within the threshold / answered",
						"Abandons do not count at all."));
		return variants;
	}

	private static Map<String, Variant> vicidial(Set<Option> options) {
		boolean byCalls = options.contains(Option.DROPS_BY_CALLS);
		return Map
			.of("serviceLevel",
					new Variant(new Figure.Share(ANSWERED_IN_TIME, ANSWERED),
							"answered within the threshold / answered", "Abandons do not count at all."),
					"abandonmentRate",
					new Variant(new Figure.Ratio(ABANDONED, byCalls ? OFFERED : ANSWERED),
							byCalls ? "drops / calls" : "drops / answered",
							byCalls ? "It does not."
									: "Drops are divided by the visits that were answered, not by those offered."),
					"abandonedCallRate",
					new Variant(new Figure.Ratio(ABANDONED_ATTEMPTS, byCalls ? ATTEMPTS : CONNECTED_ATTEMPTS),
							byCalls ? "drops / calls" : "drops / answered",
							"Drops are divided by " + (byCalls ? "all dials" : "all dials picked up, also by machines")
									+ ", not by those that a person answered."));
	}

	private static Map<String, Variant> wazo() {
		return Map.of("serviceLevel",
				new Variant(new Figure.Share(ANSWERED_IN_TIME,
						ANSWERED), "answered within the threshold / answered", "Abandons do not count at all."),
				"answerRate",
				new Variant(new Figure.Share(ANSWERED,
						ANSWERED.plus(ABANDONED).plus(MET_FULL).plus(LEFT_EMPTY).plus(JOINED_EMPTY).plus(TIMED_OUT)),
						"answered / (answered + abandoned + full + leave-empty + join-empty + time-out)",
						"Closed and diverted visits, and those that left by key or transfer, are left out."),
				"averageWait",
				new Variant(new Figure.WholeSeconds(WAIT, ANSWERED.plus(ABANDONED).plus(LEFT_EMPTY).plus(TIMED_OUT)),
						"Σ wait of all / (answered + abandoned + leave-empty + time-out), cut to whole seconds",
						"The waits of all visits are divided by some of them, and the seconds are cut."));
	}

	/// A switch of a product's figures.
	enum Option {

		/// Visits that flowed out of the queue count against the service level.
		FLOW_OUTS,
		/// Short abandons are left out.
		SHORT_ABANDONS,
		/// All abandons are left out.
		ALL_ABANDONS,
		/// Abandoned visits count as not served.
		NEGATIVE,
		/// Visits abandoned in time count as served.
		POSITIVE,
		/// The second service level of two.
		SECOND,
		/// Drops are divided by all calls instead of those answered.
		DROPS_BY_CALLS

	}

	/// A metric as the other product makes it.
	///
	/// @param formula in words
	/// @param why Callmeter's figure differs
	record Variant(Figure figure, String formula, String why) {
	}

}
