package io.callmeter.kpi.reference;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.callmeter.call.Call;
import org.jspecify.annotations.Nullable;

/// Answers a question of figures by looking at every call again for each of them.
final class ReferenceKpis {

	private static final Duration QUARTER = Duration.ofMinutes(15);

	private final Question question;

	private final History history;

	private final List<Contact> contacts;

	private final List<Part> parts;

	private ReferenceKpis(List<Call> calls, Question question, Instant now) {
		this.question = question;
		this.contacts = calls.stream().map(Contact::new).toList();
		this.parts = this.contacts.stream().flatMap((contact) -> contact.parts().stream()).toList();
		this.history = new History(this.contacts, now);
	}

	/// @param calls all there are
	static Answer answer(List<Call> calls, Question question, Instant now) {
		return new ReferenceKpis(calls, question, now).answer();
	}

	private Answer answer() {
		List<Instant> boundaries = Steps.boundaries(this.question.from(), this.question.to(), this.question.zone(),
				this.question.interval());
		var rows = new LinkedHashMap<Answer.Row, Map<String, Value>>();
		for (Map<Key, @Nullable String> group : groups()) {
			for (int i = 1; i < boundaries.size(); i++) {
				var row = new Answer.Row(boundaries.get(i - 1), boundaries.get(i), group);
				rows.put(row,
						figures(row.from(), row.to(), (thing, moment) -> group(thing, moment).equals(group), group));
			}
		}
		return new Answer(dataThrough(), rows,
				figures(this.question.from(), this.question.to(), (thing, moment) -> true, Map.of()));
	}

	private Map<String, Value> figures(Instant from, Instant to, BiPredicate<Counted, Instant> which,
			Map<Key, @Nullable String> group) {
		List<Portion> portions = portions(from, to)
			.filter((portion) -> isWanted(portion.segment(), portion.from())
					&& which.test(portion.segment(), portion.from()))
			.toList();
		var figures = new Figures(this.question, this.history, things(this.parts, from, to, which),
				things(this.contacts, from, to, which), portions, elapsed(from, to, group));
		Map<String, Value> values = new LinkedHashMap<>();
		this.question.metrics().forEach((id) -> values.put(id, figures.figure(id)));
		return values;
	}

	/// What counts from `from` until before `to`.
	private <T extends Counted> List<T> things(List<T> all, Instant from, Instant to,
			BiPredicate<Counted, Instant> which) {
		if (this.question.basis() == Basis.PRORATED) {
			return List.of();
		}
		return all.stream().filter((thing) -> {
			Instant moment = thing.moment(this.question.basis());
			return moment != null && isWithin(moment, from, to) && isWanted(thing, moment) && which.test(thing, moment);
		}).toList();
	}

	/// The segments that count then, or what of segments lies then, in pieces that lie in
	/// one hour of every time zone.
	private Stream<Portion> portions(Instant from, Instant to) {
		Predicate<Part> ended = (part) -> part.isSegment() && part.isEnded();
		if (this.question.basis() != Basis.PRORATED) {
			return things(this.parts, from, to, (thing, moment) -> true).stream()
				.filter(ended)
				.map((segment) -> Portion.whole(segment, this.question.basis()));
		}
		return this.parts.stream().filter(ended).flatMap((segment) -> pieces(segment, from, to).stream());
	}

	private static List<Portion> pieces(Part segment, Instant from, Instant to) {
		Instant answered = Objects.requireNonNull(segment.answeredAt());
		var cuts = new TreeSet<Instant>(List.of(answered, Portion.workedUntil(segment)));
		Instant quarter = answered.truncatedTo(ChronoUnit.HOURS);
		for (; quarter.isBefore(Portion.workedUntil(segment)); quarter = quarter.plus(Duration.ofMinutes(15))) {
			cuts.add(quarter);
		}
		cuts.add(from);
		cuts.add(to);
		cuts.removeIf((cut) -> cut.isBefore(from) || cut.isAfter(to) || cut.isBefore(answered)
				|| cut.isAfter(Portion.workedUntil(segment)));
		var pieces = new ArrayList<Portion>();
		if (answered.equals(Portion.workedUntil(segment)) && isWithin(answered, from, to)) {
			pieces.add(Portion.between(answered, answered, segment));
		}
		Instant previous = null;
		for (Instant cut : cuts) {
			if (previous != null) {
				pieces.add(Portion.between(previous, cut, segment));
			}
			previous = cut;
		}
		return pieces;
	}

	/// The groups that have something, and the known queues, agents or campaigns.
	private Set<Map<Key, @Nullable String>> groups() {
		var groups = new LinkedHashSet<Map<Key, @Nullable String>>();
		List<Key> keys = this.question.groupBy();
		if (keys.isEmpty()) {
			return Set.of(Map.of());
		}
		Instant from = this.question.from();
		Instant to = this.question.to();
		if (this.question.basis() == Basis.PRORATED) {
			portions(from, to).filter((portion) -> isWanted(portion.segment(), portion.from()))
				.forEach((portion) -> groups.add(group(portion.segment(), portion.from())));
		}
		else {
			Stream<Counted> all = Stream.concat(this.parts.stream(), this.contacts.stream());
			things(all.filter(this::isCounted).toList(), from, to, (thing, moment) -> true).forEach(
					(thing) -> groups.add(group(thing, Objects.requireNonNull(thing.moment(this.question.basis())))));
		}
		if (keys.size() == 1 && Key.WITH_ZERO_ROWS.contains(keys.getFirst())) {
			known(keys.getFirst()).filter((value) -> isAsked(keys.getFirst(), value))
				.forEach((value) -> groups.add(group(keys.getFirst(), value)));
		}
		return groups;
	}

	/// Whether a metric asked for counts such things.
	private boolean isCounted(Counted thing) {
		return Arrays.stream(Unit.values())
			.anyMatch((unit) -> unit.isCountedBy(this.question.metrics()) && unit.includes(thing));
	}

	private Stream<String> known(Key key) {
		return Stream.concat(this.parts.stream(), this.contacts.stream())
			.map((thing) -> key == Key.AGENT && thing instanceof Part part ? part.leg().agent()
					: thing.belongsTo(key, false))
			.filter(Objects::nonNull);
	}

	private static Map<Key, @Nullable String> group(Key key, String value) {
		var group = new EnumMap<Key, @Nullable String>(Key.class);
		group.put(key, value);
		return group;
	}

	private Map<Key, @Nullable String> group(Counted thing, Instant moment) {
		var group = new EnumMap<Key, @Nullable String>(Key.class);
		this.question.groupBy().forEach((key) -> group.put(key, value(thing, moment, key)));
		return group;
	}

	private @Nullable String value(Counted thing, Instant moment, Key key) {
		ZonedDateTime clock = moment.atZone(this.question.zone());
		return switch (key) {
			case HOUR_OF_DAY -> String.valueOf(clock.getHour());
			case DAY_OF_WEEK -> clock.getDayOfWeek().name();
			case QUEUE, AGENT, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY, IVR,
					HANGUP_CAUSE ->
				thing.belongsTo(key, this.question.firstAttribution());
		};
	}

	private boolean isWanted(Counted thing, Instant moment) {
		return this.question.filters().keySet().stream().allMatch((key) -> isAsked(key, value(thing, moment, key)));
	}

	/// Whether a value is among those asked for, empty for none.
	private boolean isAsked(Key key, @Nullable String value) {
		Set<String> wanted = this.question.filters().get(key);
		return wanted == null || wanted.contains((value != null) ? value : "");
	}

	/// The least of `to`, now, and the beginning of the oldest open thing in the range.
	private Instant dataThrough() {
		Instant until = earlier(this.question.to(), this.history.now());
		return Stream.concat(this.parts.stream(), this.contacts.stream())
			.filter((thing) -> !thing.isEnded())
			.filter((thing) -> isWithin(thing.beganAt(), this.question.from(), this.question.to()))
			.map(Counted::beganAt)
			.reduce(until, ReferenceKpis::earlier);
	}

	/// How much has passed: of the hours and days of the group and the filters, where
	/// there are such. A quarter of an hour lies in one hour of every time zone.
	private Duration elapsed(Instant from, Instant to, Map<Key, @Nullable String> group) {
		Instant end = earlier(to, this.history.now());
		Set<Key> labels = EnumSet.of(Key.HOUR_OF_DAY, Key.DAY_OF_WEEK);
		labels.removeIf((key) -> !group.containsKey(key) && !this.question.filters().containsKey(key));
		if (labels.isEmpty() || !from.isBefore(end)) {
			return from.isBefore(end) ? Duration.between(from, end) : Duration.ZERO;
		}
		Duration elapsed = Duration.ZERO;
		Instant quarter = from.truncatedTo(ChronoUnit.HOURS);
		for (; quarter.isBefore(end); quarter = quarter.plus(QUARTER)) {
			Instant begin = quarter.isBefore(from) ? from : quarter;
			Instant close = earlier(quarter.plus(QUARTER), end);
			if (begin.isBefore(close) && labels.stream().allMatch((key) -> isOf(group, key, begin))) {
				elapsed = elapsed.plus(Duration.between(begin, close));
			}
		}
		return elapsed;
	}

	private boolean isOf(Map<Key, @Nullable String> group, Key key, Instant moment) {
		ZonedDateTime clock = moment.atZone(this.question.zone());
		String label = (key == Key.HOUR_OF_DAY) ? String.valueOf(clock.getHour()) : clock.getDayOfWeek().name();
		return isAsked(key, label) && (!group.containsKey(key) || label.equals(group.get(key)));
	}

	private static boolean isWithin(Instant moment, Instant from, Instant to) {
		return !moment.isBefore(from) && moment.isBefore(to);
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

}
