package io.callmeter.kpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// The registry as pages for people, so that no page says something else than the code.
final class KpiPages {

	private static final List<CatalogueEntry> CATALOGUE = Catalogue.in(Locale.ENGLISH);

	private KpiPages() {
	}

	/// The page `KPIS.md`.
	static String kpis() {
		return """
				# KPIs

				What each metric counts and how. Written by `KpiPagesTest` from the registry, `kpi/Metrics.java`;
				`GET /v1/kpis/catalogue` says the same in English, French, Chinese and Hebrew. Definition version %s.

				| what is counted | is | is not |
				|---|---|---|
				| **call** | one customer contact from start to end, however many queues and agents it meets | a leg |
				| **visit** | one stay of a call in one queue; returning to the same queue is a new visit | an offer |
				| **offer** | one ring to one agent | a segment |
				| **segment** | one agent connected to the customer | an offer |
				| **attempt** | one outbound dial | a customer |

				Ratios are 0..1, durations seconds, and a value is null where there is nothing to divide by. The values of
				additive metrics add up over groups and intervals to the total; of the others the numerators and
				denominators do. Of a ratio from 0 to 1 the numerator is a part of the denominator, and no duration is negative.
				Of ratios per caller and per number both parts leave out calls whose number is withheld or was not sent.
				Changes, distances and order are computed from unrounded values. T is `threshold` (20 s unless the queue or
				the query says otherwise), S is `shortAbandon` (5 s), both inclusive. Goal is the better side, where there is
				one; a target may name the other. The parameters are those that change the metric besides the choice of
				things.

				"""
			.formatted(KpiAnswer.DEFINITION_VERSION)
				+ Arrays.stream(Section.values())
					.map((section) -> "## " + section.title + "\n\n" + section.table() + "\n")
					.collect(Collectors.joining())
				+ """
						`offered = answered + abandoned + overflowed + callbacks + voicemails + refused + failed + waiting`
						holds for every filter, group and interval.

						"""
				+ outcomes()
				+ """
						## Service level

						The same calls give six numbers, so each has a name; every answer says which it used. Ratios over
						`offered` or `abandoned` have no value by agent, because nobody abandons an agent: `ANSWERED_ONLY` has.

						"""
				+ policies() + "\n"
				+ """
						## What centres aim at

						A reference and not a promise; `targets=industry` shows it next to the values. Of a range the end counts
						that more centres reach.

						"""
				+ industry() + "\n"
				+ """
						Displeasure rises after 60 s of waiting (`waitedOver60`), hang-ups after 180 s (`waitedOver180`).

						## How others count

						`profile=…` counts the same calls as another product does and shows Callmeter's own value as
						`standard`. What is not listed is counted alike.

						"""
				+ Arrays.stream(Profile.values()).map(KpiPages::profile).collect(Collectors.joining("\n"));
	}

	private static String outcomes() {
		return """
				## How a call ends

				An outcome that was sent is believed. Else it is computed once the call has ended, in
				`db/migration/R__10_call_fact.sql`:

				- Inbound and internal: CONNECTED where an agent answered, and where there are no legs at all but `answeredAt`,
				  the plain record of a simple PBX or CDR. Else as the last visit ended: CALLBACK, VOICEMAIL, FAILED and ABANDONED
				  as they are, REFUSED is REJECTED, OVERFLOWED is NO_ANSWER. Without a visit SERVED where the last menu was, else
				  ABANDONED.
				- Outbound with `answeredAt`: CONNECTED where an agent answered or a menu served, else ABANDONED. Without it, what
				  the codes below say, first the cause, then the status; where neither says anything, NO_ANSWER. A 2xx says
				  CONNECTED, also beside a cause of normal clearing (16, 31).

				| outcome | Q.850 cause (`hangupCause`) | final SIP status (`sipStatus`) |
				|---|---|---|
				"""
				+ List.of("NO_ANSWER", "BUSY", "UNREACHABLE", "REJECTED", "INVALID_NUMBER", "FAILED")
					.stream()
					.map((outcome) -> line(List.of(code(outcome), codes(OutcomeCodes.CAUSES, outcome),
							codes(OutcomeCodes.STATUSES, outcome))) + "\n")
					.collect(Collectors.joining())
				+ """
						| not defined | 0 and all others | all others |

						Causes are those of ITU-T Q.850; a status has the cause that RFC 3398 (section 7.2.6.1) gives it; 607 is of
						RFC 8197, 608 of RFC 8688. RFC 3398 leaves 488 and 606 to a header: they are failures of the line.

						**A plain record of a conversation**, which is CONNECTED, has `answeredAt` and no legs, talks from `answeredAt`
						to `endedAt`. It is a handled call and counts in `averageConversationTime`, `surveyResponseRate`,
						`conversionRate` and `costPerAnsweredCall`; lists show its `talkSeconds`, and by `basis=ANSWER` it counts at its
						`answeredAt`. Nobody knows of a segment or an agent, so metrics of segments and agents do not count it.

						**An open leg of an ended call ends with its call**, at its `endedAt`, though not before it began itself: in
						KPIs, lists, distributions, gauges and `dataThrough` alike. What was sent stays as it was sent. An answered
						visit or segment was talked until then; its hold is no longer than that. An offer ends CANCELLED, which is no
						miss of its agent. A visit ends as the outcome sent of its call tells: CALLBACK, VOICEMAIL, FAILED and ABANDONED
						as they are, REJECTED is REFUSED, NO_ANSWER, CONNECTED, SERVED and MACHINE are OVERFLOWED (the caller was led on),
						BUSY, UNREACHABLE and INVALID_NUMBER are FAILED; where none was sent, ABANDONED. A menu ends SERVED in a call sent
						as CONNECTED, SERVED, VOICEMAIL or CALLBACK, FAILED in one sent as FAILED, else ABANDONED.

						""";
	}

	private static String codes(List<OutcomeCodes.Codes> table, String outcome) {
		return table.stream()
			.filter((row) -> row.outcome().equals(outcome))
			.map(OutcomeCodes.Codes::words)
			.collect(Collectors.joining());
	}

	private static String policies() {
		return table(List.of("policy", "numerator", "denominator"), Arrays.stream(ServiceLevelPolicy.values())
			.map((policy) -> List.of(
					code(policy.name()) + ((policy == Judging.Defaults.OF_THE_SERVICE.policy()) ? " (default)" : ""),
					words(policy.ratio().numerator()), words(policy.ratio().denominator())))
			.toList());
	}

	private static String industry() {
		var rows = new ArrayList<List<String>>();
		for (CatalogueEntry metric : CATALOGUE) {
			var figure = metric.industry();
			if (figure != null) {
				rows.add(List.of(code(metric.id()), aim(figure), figure.source()));
			}
		}
		return table(List.of("id", "aim", "as quoted"), rows);
	}

	private static String profile(Profile profile) {
		var rows = new ArrayList<List<String>>();
		Map<String, Profile.Variant> usual = new TreeMap<>(profile.variants(Set.of()));
		usual.forEach((id, variant) -> rows.add(row(id, "", variant)));
		for (Profile.Option option : sorted(profile.options())) {
			new TreeMap<>(profile.variants(Set.of(option))).forEach((id, variant) -> {
				if (!variant.equals(usual.get(id))) {
					rows.add(row(id, code(Dimension.camel(option.name())), variant));
				}
			});
		}
		return "### " + code(profile.key()) + ": " + profile.title() + "\n\n" + basis(profile)
				+ table(List.of("id", "`profileOptions`", "its formula", "why ours differs"), rows);
	}

	private static String basis(Profile profile) {
		if (profile.basis(true) == Basis.START) {
			return "";
		}
		return ((profile.basis(false) == Basis.START) ? "Values by agent or team" : "Calls and legs")
				+ " count by `basis=" + profile.basis(true) + "` unless the query says otherwise.\n\n";
	}

	private static List<Profile.Option> sorted(Set<Profile.Option> options) {
		return options.stream().sorted().toList();
	}

	private static List<String> row(String id, String option, Profile.Variant variant) {
		return List.of(code(id), option, variant.formula(), variant.why());
	}

	private static String aim(CatalogueEntry.IndustryFigure figure) {
		return ((figure.goal() == Goal.AT_LEAST) ? "≥ " : "≤ ") + figure.value().toPlainString();
	}

	private static String goal(@Nullable Goal goal) {
		return (goal != null) ? code(goal.name()) : "";
	}

	private static String aim(CatalogueEntry metric) {
		var figure = metric.industry();
		return (figure != null) ? aim(figure) : "";
	}

	/// Measures of service level as people write them.
	private static String words(String measures) {
		return measures.replace("answeredInTime", "answered ≤ T").replace("abandonedInTime", "abandoned ≤ T");
	}

	private static String code(String text) {
		return "`" + text + "`";
	}

	private static String table(List<String> heads, List<List<String>> rows) {
		var lines = new ArrayList<String>();
		lines.add(line(heads));
		lines.add("|" + "---|".repeat(heads.size()));
		rows.forEach((row) -> lines.add(line(row)));
		return String.join("\n", lines) + "\n";
	}

	private static String line(List<String> cells) {
		return cells.stream()
			.map((cell) -> cell.isEmpty() ? " " : " " + cell + " ")
			.collect(Collectors.joining("|", "|", "|"));
	}

	/// Metrics by what they count.
	private enum Section {

		REACHING("Reaching the centre"), HANDLING("Handling"), CALLS("Calls and outcomes"), OUTBOUND("Outbound");

		private final String title;

		Section(String title) {
			this.title = title;
		}

		private static Section of(Thing thing) {
			return switch (thing) {
				case VISIT -> REACHING;
				case OFFER, SEGMENT -> HANDLING;
				case CALL -> CALLS;
				case ATTEMPT -> OUTBOUND;
			};
		}

		private String table() {
			return KpiPages.table(
					List.of("id", "label", "unit", "of", "formula", "goal", "centres aim at", "parameters", "additive"),
					CATALOGUE.stream()
						.filter((metric) -> of(Thing.valueOf(metric.counts().toUpperCase(Locale.ROOT))) == this)
						.map((metric) -> List.of(code(metric.id()), metric.label(), metric.unit(), metric.counts(),
								metric.formula(), goal(metric.goal()), aim(metric),
								metric.parameters().stream().map(KpiPages::code).collect(Collectors.joining(", ")),
								metric.additive() ? "yes" : "no"))
						.toList());
		}

	}

}
