package io.callmeter.sample;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

import io.callmeter.Dice;
import io.callmeter.sample.Contact.Customer;
import io.callmeter.sample.Team.Agent;
import io.callmeter.sample.Team.Offer;

/// A week of a small centre, played through: callers come by the curve of the day, wait for agents who are busy, and give up.
/// The same seed gives the same bytes. Run `main` in the project's folder to write `db/sample/week.ndjson` anew.
final class SampleWeek {

	static final Instant BEGINS = Instant.parse("2026-11-09T00:00:00Z");

	static final Instant ENDS = Instant.parse("2026-11-16T00:00:00Z");

	static final Path FILE = Path.of("db", "sample", "week.ndjson");

	private static final double[] DAYS = { 1.25, 1.05, 1, 0.95, 0.95, 0.4, 0.2 };

	private static final double[] HOURS = { 1, 0, 0, 0, 0, 1, 2, 6, 45, 95, 130, 128, 92, 80, 100, 108, 100, 72, 34, 18,
			4, 2, 2, 1 };

	private static final double[] WEEKEND_HOURS = { 1, 0, 0, 0, 0, 0, 1, 3, 8, 70, 130, 130, 110, 95, 85, 70, 30, 4, 3,
			2, 2, 2, 1, 1 };

	private static final List<String> CAMPAIGNS = List.of("winter-offer", "renewals", "welcome");

	private final Dice dice = Dice.of(20261109);

	private final Team team = new Team();

	private final List<Contact> contacts = new ArrayList<>();

	private final PriorityQueue<Event> events = new PriorityQueue<>(
			Comparator.comparing(Event::at).thenComparingInt(Event::number));

	private final Map<String, List<Instant>> leaving = new HashMap<>();

	private int planned;

	private int cases = 1000;

	private SampleWeek() {
	}

	public static void main(String[] arguments) throws IOException {
		Files.createDirectories(FILE.getParent());
		Files.writeString(FILE, text());
	}

	/// The whole file.
	static String text() {
		var week = new SampleWeek();
		week.plan();
		week.play();
		return week.contacts.stream()
			.sorted(Comparator.comparing(Contact::startedAt).thenComparingInt(Contact::number))
			.map((contact) -> contact.line() + "\n")
			.collect(Collectors.joining());
	}

	private void plan() {
		for (int i = 0; i < 1800; i++) {
			Instant at = arrival();
			at(at, () -> inbound(at, someQueue(), somebody()));
		}
		// On Wednesday morning something is broken: support is called by everybody at
		// once.
		for (int i = 0; i < 90; i++) {
			Instant at = Instant.parse("2026-11-11T10:20:00Z").plus(this.dice.uniform(0, 2_400));
			at(at, () -> inbound(at, "support", somebody()));
		}
		for (int i = 0; i < 1050; i++) {
			String campaign = CAMPAIGNS.get(this.dice.weighted(6, 3, 2));
			plannedAttempt(campaign);
		}
		for (int i = 0; i < 70; i++) {
			Instant at = officeHour();
			at(at, () -> internal(at));
		}
	}

	private void play() {
		for (Event next = this.events.poll(); next != null; next = this.events.poll()) {
			next.happens().run();
		}
	}

	private void at(Instant at, Runnable happens) {
		this.events.add(new Event(at, this.planned++, happens));
	}

	private void plannedAttempt(String campaign) {
		Instant at = officeHour();
		at(at, () -> attempt(at, campaign, somebody(), 0));
	}

	// Inbound

	private void inbound(Instant at, String queue, Customer customer) {
		boolean direct = queue.equals("sales") && this.dice.chance(0.3);
		var contact = contact("INBOUND", at, customer, this.dice.chance(0.05) ? "anonymous" : customer.number(),
				direct ? "+442079460101" : "+442079460100");
		Instant picked = at.plus(this.dice.uniform(0.5, 2));
		contact.set("answeredAt", picked);
		if (direct) {
			contact.set("campaign", "winter-offer");
			at(picked, () -> enter(contact, queue, picked, 0));
			return;
		}
		Instant chosen = picked.plus(this.dice.uniform(6, 32));
		var menu = contact.leg().set("ivr", "main").set("answeredAt", picked);
		switch (this.dice.weighted(2, 7, 91)) {
			case 0 -> {
				Instant left = picked.plus(this.dice.uniform(1, 20));
				menu.set("endedAt", left).set("outcome", "ABANDONED").set("endedBy", "CUSTOMER");
				end(contact, left);
			}
			case 1 -> {
				menu.set("endedAt", chosen).set("outcome", "SERVED");
				Instant told = chosen.plus(this.dice.uniform(20, 75));
				contact.leg()
					.set("ivr", "balance")
					.set("answeredAt", chosen)
					.set("endedAt", told)
					.set("outcome", "SERVED")
					.set("endedBy", "CUSTOMER");
				end(contact, told);
			}
			default -> {
				menu.set("endedAt", chosen).set("outcome", "SERVED");
				at(chosen, () -> enter(contact, queue, chosen, 0));
			}
		}
	}

	/// The caller is in the queue: until an agent answers, or patience or the queue's
	/// rules end it.
	private void enter(Contact contact, String queue, Instant at, int before) {
		if (!Team.isOpen(at)) {
			closed(contact, queue, at);
			return;
		}
		var waiting = this.leaving.computeIfAbsent(queue, (_) -> new ArrayList<>());
		waiting.removeIf((leaves) -> !leaves.isAfter(at));
		if (waiting.size() >= 7) {
			leave(contact, queue, at, at.plus(this.dice.uniform(0.5, 2)), "REFUSED", "FULL");
			return;
		}
		if (this.team.firstFree(queue, at, at.plus(Duration.ofHours(2))).isEmpty()) {
			leave(contact, queue, at, at.plus(this.dice.uniform(0.5, 2)), "REFUSED", "JOIN_EMPTY");
			return;
		}
		Limit limit = limit(queue, at, before);
		var offers = new ArrayList<Ring>();
		Instant from = at;
		while (true) {
			var free = this.team.firstFree(queue, from, limit.at());
			if (free.isEmpty()) {
				break;
			}
			Agent agent = free.get().agent();
			Instant rings = free.get().at();
			int fate = this.dice.weighted(95, 4, 1);
			Instant stops = rings.plus((fate == 0) ? this.dice.uniform(1.5, 8)
					: (fate == 1) ? Duration.ofSeconds(15) : this.dice.uniform(1, 5));
			if (!stops.isBefore(limit.at())) {
				offers.add(new Ring(agent, rings, limit.at(), "CANCELLED"));
				this.team.busy(agent, limit.at());
				break;
			}
			if (fate == 0) {
				waiting.add(stops);
				offers.forEach((offer) -> offer.write(contact, queue));
				talk(contact, queue, at, new Offer(agent, rings), stops, before);
				return;
			}
			offers.add(new Ring(agent, rings, stops, (fate == 1) ? "MISSED" : "DECLINED"));
			this.team.busy(agent, stops.plusSeconds((fate == 1) ? 90 : 20));
			from = stops;
		}
		waiting.add(limit.at());
		offers.forEach((offer) -> offer.write(contact, queue));
		leave(contact, queue, at, limit.at(), limit.outcome(), limit.reason());
		limit.next(this, contact, queue, before);
	}

	/// When and how the caller leaves if nobody answers.
	private Limit limit(String queue, Instant at, int before) {
		Duration patience = this.dice.chance(0.02) ? this.dice.uniform(1, 5)
				: this.dice.exponential(200).plusSeconds(3);
		boolean wantsCallback = this.dice.chance(0.3);
		boolean wantsVoicemail = this.dice.chance(0.06);
		Duration prompt = this.dice.uniform(92, 110);
		Duration timeOut = Duration.ofSeconds(queue.equals("sales") ? 150 : 120);
		boolean overflows = before == 0 && (queue.equals("sales") || queue.equals("retention"));
		if (overflows && patience.compareTo(timeOut) > 0) {
			return new Limit(at.plus(timeOut), "OVERFLOWED", "TIMEOUT", queue.equals("sales") ? "retention" : "sales");
		}
		if (patience.compareTo(prompt) > 0 && (wantsCallback || wantsVoicemail)) {
			return new Limit(at.plus(prompt), wantsCallback ? "CALLBACK" : "VOICEMAIL", "KEY", "");
		}
		return new Limit(at.plus(patience), "ABANDONED", "", "");
	}

	private void closed(Contact contact, String queue, Instant at) {
		if (this.dice.chance(0.35)) {
			leave(contact, queue, at, at.plus(this.dice.uniform(15, 60)), "VOICEMAIL", "CLOSED");
		}
		else {
			leave(contact, queue, at, at.plus(this.dice.uniform(4, 12)), "REFUSED", "CLOSED");
		}
	}

	private void leave(Contact contact, String queue, Instant at, Instant left, String outcome, String reason) {
		var visit = contact.leg().set("queue", queue).set("queuedAt", at).set("endedAt", left).set("outcome", outcome);
		if (!reason.isEmpty()) {
			visit.set("reason", reason);
		}
		if (outcome.equals("ABANDONED")) {
			visit.set("endedBy", "CUSTOMER");
		}
		if (!outcome.equals("OVERFLOWED")) {
			end(contact, left);
		}
	}

	private void talk(Contact contact, String queue, Instant queuedAt, Offer offer, Instant answeredAt, int before) {
		var visit = contact.leg()
			.set("queue", queue)
			.set("agent", offer.agent().code())
			.set("queuedAt", queuedAt)
			.set("offeredAt", offer.at())
			.set("answeredAt", answeredAt);
		Instant over = converse(visit, offer.agent(), answeredAt, median(queue));
		if (before < 2 && this.dice.chance(0.085)) {
			transfer(contact, queue, visit, over, before);
		}
		else {
			visit.set("endedBy", this.dice.chance(0.62) ? "CUSTOMER" : "AGENT");
			handled(contact, queue, over, before > 0);
		}
	}

	/// Talk with hold and wrap-up; answers when it is over.
	private Instant converse(Contact.Part segment, Agent agent, Instant answeredAt, double median) {
		Duration connected = this.dice.logNormal(median, 0.6).plusSeconds(6);
		if (this.dice.chance(0.22)) {
			Duration hold = this.dice.uniform(8, 90);
			connected = connected.plus(hold);
			segment.set("holdSeconds", hold).set("holds", this.dice.chance(0.8) ? 1 : 2);
		}
		Instant over = answeredAt.plus(connected);
		Duration wrapUp = this.dice.logNormal(32, 0.7);
		this.team.busy(agent, over.plus(wrapUp));
		segment.set("wrapUpSeconds", wrapUp).set("endedAt", over).set("outcome", "ANSWERED");
		return over;
	}

	private void transfer(Contact contact, String queue, Contact.Part visit, Instant over, int before) {
		String other = this.dice.chance(0.12) ? queue : otherThan(queue);
		var colleague = this.team.firstFree(other, over, over.plusMillis(100));
		if (this.dice.chance(0.45) && colleague.isPresent()) {
			Agent agent = colleague.get().agent();
			visit.set("endedBy", "AGENT").set("transfer", "CONSULT").set("transferredTo", agent.code());
			var segment = contact.leg()
				.set("queue", other)
				.set("agent", agent.code())
				.set("offeredAt", over)
				.set("answeredAt", over.plusSeconds(3));
			Instant end = converse(segment, agent, over.plusSeconds(3), median(other));
			segment.set("endedBy", "CUSTOMER");
			handled(contact, other, end, true);
			return;
		}
		visit.set("endedBy", "AGENT").set("transfer", "BLIND").set("transferredTo", other);
		at(over.plusSeconds(1), () -> enter(contact, other, over.plusSeconds(1), before + 1));
	}

	/// What the CRM knows of a conversation, and whether the customer will call again.
	private void handled(Contact contact, String queue, Instant at, boolean transferred) {
		end(contact, at);
		Customer customer = contact.customer();
		contact.set("caseId", customer.caseId());
		boolean resolved = this.dice.chance(transferred ? 0.66 : 0.79);
		if (this.dice.chance(0.88)) {
			contact.set("resolved", resolved);
		}
		contact.set("disposition", disposition(queue, resolved));
		if (this.dice.chance(0.14)) {
			int score = resolved ? 1 + this.dice.weighted(2, 3, 9, 36, 50) : 1 + this.dice.weighted(30, 25, 25, 15, 5);
			contact.set("csat", BigDecimal.valueOf(score * 2L, 1));
		}
		if (queue.equals("sales") || queue.equals("retention")) {
			sale(contact, queue.equals("sales") ? 0.23 : 0.41);
		}
		if (!resolved && this.dice.chance(0.4)) {
			Instant again = at.plus(this.dice.uniform(3_600, 2.5 * 86_400));
			if (again.isBefore(ENDS.minus(Duration.ofHours(2))) && Team.isOpen(again)) {
				at(again, () -> inbound(again, queue, customer));
			}
		}
	}

	private void sale(Contact contact, double chance) {
		boolean converted = this.dice.chance(chance);
		contact.set("converted", converted);
		if (converted) {
			contact.set("conversionValue", BigDecimal.valueOf(this.dice.between(19, 249) * 100L - 1, 2))
				.set("currency", "GBP");
		}
	}

	private String disposition(String queue, boolean resolved) {
		return switch (queue) {
			case "sales" -> resolved ? this.dice.oneOf(List.of("ORDER", "OFFER_SENT", "INFORMED")) : "CALL_AGAIN";
			case "support" -> resolved ? this.dice.oneOf(List.of("SOLVED", "ADVICE")) : "TICKET";
			case "billing" -> resolved ? this.dice.oneOf(List.of("PAID", "EXPLAINED", "REFUND")) : "DISPUTE";
			default -> resolved ? "STAYS" : "LEAVES";
		};
	}

	// Outbound and internal

	private void attempt(Instant at, String campaign, Customer customer, int postponed) {
		String queue = switch (campaign) {
			case "winter-offer" -> "sales";
			case "renewals" -> "retention";
			default -> "support";
		};
		if (this.team.free(queue, at) < 1) {
			Instant later = at.plusSeconds(180);
			if (postponed < 40 && Team.isOpen(later)) {
				at(later, () -> attempt(later, campaign, customer, postponed + 1));
			}
			return;
		}
		var contact = contact("OUTBOUND", at, customer, "+44207946012" + CAMPAIGNS.indexOf(campaign), customer.number())
			.set("campaign", campaign);
		dial(contact, queue, at, this.dice.weighted(40, 21, 22, 6, 4, 3, 2.5, 1, 0.5));
	}

	private void callBack(Contact missed, String queue, Instant at, int postponed) {
		if (!Team.isOpen(at) || postponed > 20) {
			return;
		}
		if (this.team.free(queue, at) == 0) {
			at(at.plusSeconds(240), () -> callBack(missed, queue, at.plusSeconds(240), postponed + 1));
			return;
		}
		var contact = contact("OUTBOUND", at, missed.customer(), "+442079460100", missed.customer().number())
			.attribute("callbackOf", missed.callId());
		dial(contact, queue, at, this.dice.chance(0.8) ? 0 : 2);
	}

	private void dial(Contact contact, String queue, Instant at, int fate) {
		Instant picked = at.plus(this.dice.uniform(4, 22));
		switch (fate) {
			case 0 -> connected(contact, queue, picked);
			case 1 -> {
				contact.set("answeredAt", picked).set("outcome", "MACHINE");
				end(contact, picked.plus(this.dice.uniform(2, 9)));
			}
			case 2 -> unanswered(contact, at.plus(this.dice.uniform(25, 40)), 19);
			case 3 -> unanswered(contact, at.plus(this.dice.uniform(1, 4)), 17);
			case 4 -> unanswered(contact, at.plus(this.dice.uniform(3, 12)), 20);
			case 5 -> unanswered(contact, picked, 21);
			case 6 -> unanswered(contact, at.plus(this.dice.uniform(1, 3)), 1);
			case 7 -> {
				contact.set("answeredAt", picked);
				end(contact, picked.plus(this.dice.uniform(1, 6)));
			}
			default -> unanswered(contact, at.plus(this.dice.uniform(1, 5)), 38);
		}
	}

	private void connected(Contact contact, String queue, Instant picked) {
		contact.set("answeredAt", picked);
		Instant reached = picked.plus(this.dice.uniform(0.3, 1.9));
		var free = this.team.firstFree(queue, reached, reached.plusMillis(100));
		if (free.isEmpty()) {
			end(contact, picked.plus(this.dice.uniform(2, 8)));
			return;
		}
		Agent agent = free.get().agent();
		var segment = contact.leg().set("agent", agent.code()).set("answeredAt", reached);
		Instant over = converse(segment, agent, reached, 150);
		segment.set("endedBy", this.dice.chance(0.5) ? "CUSTOMER" : "AGENT");
		end(contact, over);
		contact.set("caseId", contact.customer().caseId());
		contact.set("disposition", this.dice.oneOf(List.of("INTERESTED", "NO_INTEREST", "CALL_AGAIN", "DONE")));
		sale(contact, queue.equals("support") ? 0.04 : 0.17);
	}

	private void unanswered(Contact contact, Instant at, int cause) {
		contact.set("hangupCause", BigDecimal.valueOf(cause));
		contact.set("endedAt", at);
	}

	private void internal(Instant at) {
		String queue = someQueue();
		var free = this.team.firstFree(queue, at, at.plusMillis(100));
		if (free.isEmpty()) {
			return;
		}
		Agent agent = free.get().agent();
		var contact = contact("INTERNAL", at, new Customer("", ""), String.valueOf(2100 + this.dice.between(50, 79)),
				String.valueOf(2100 + agent.number()));
		Instant picked = at.plus(this.dice.uniform(2, 9));
		if (this.dice.chance(0.2)) {
			Instant stops = at.plusSeconds(20);
			this.team.busy(agent, stops);
			new Ring(agent, at, stops, "MISSED").write(contact, "");
			contact.set("endedAt", stops);
			return;
		}
		var segment = contact.leg().set("agent", agent.code()).set("offeredAt", at).set("answeredAt", picked);
		end(contact, converse(segment, agent, picked, 70));
	}

	// What is common to all

	private Contact contact(String direction, Instant at, Customer customer, String from, String to) {
		var contact = new Contact(this.contacts.size() + 1, direction, at, customer, from, to);
		this.contacts.add(contact);
		return contact;
	}

	private void end(Contact contact, Instant at) {
		contact.set("endedAt", at).set("hangupCause", BigDecimal.valueOf(16));
		if (this.dice.chance(0.3)) {
			contact.set("mos", BigDecimal.valueOf(this.dice.between(34, 45), 1));
		}
	}

	private Instant arrival() {
		int day = this.dice.weighted(DAYS);
		double[] hours = (day >= 5) ? WEEKEND_HOURS : HOURS;
		return BEGINS.plus(Duration.ofDays(day))
			.plus(Duration.ofHours(this.dice.weighted(hours)))
			.plus(this.dice.uniform(0, 3_600));
	}

	private Instant officeHour() {
		LocalDate day = LocalDate.ofInstant(BEGINS, ZoneOffset.UTC).plusDays(this.dice.weighted(5, 5, 5, 5, 5, 1));
		double from = Team.isWeekend(day) ? 10 : 8.5;
		double to = Team.isWeekend(day) ? 15 : 19.5;
		return day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(this.dice.uniform(from * 3_600, to * 3_600));
	}

	private Customer somebody() {
		this.cases++;
		String number = switch (this.dice.weighted(7, 2, 1)) {
			case 0 -> "+447700900" + digits(this.dice.between(0, 999));
			case 1 -> "+442079460" + digits(this.dice.between(200, 999));
			default -> "+441614960" + digits(this.dice.between(0, 999));
		};
		return new Customer(number, "C-" + this.cases);
	}

	private static String digits(int number) {
		return String.valueOf(1000 + number).substring(1);
	}

	private String someQueue() {
		return Team.QUEUES.get(this.dice.weighted(28, 40, 21, 11));
	}

	private String otherThan(String queue) {
		return this.dice.oneOf(Team.QUEUES.stream().filter((other) -> !other.equals(queue)).toList());
	}

	private static double median(String queue) {
		return switch (queue) {
			case "sales" -> 265;
			case "support" -> 330;
			case "billing" -> 200;
			default -> 290;
		};
	}

	/// Something that happens at a moment; of the same moment, what was planned first.
	private record Event(Instant at, int number, Runnable happens) {
	}

	/// A ring that nobody answered.
	private record Ring(Agent agent, Instant at, Instant stops, String outcome) {

		void write(Contact contact, String queue) {
			var offer = contact.leg();
			if (!queue.isEmpty()) {
				offer.set("queue", queue);
			}
			offer.set("agent", this.agent.code())
				.set("offeredAt", this.at)
				.set("endedAt", this.stops)
				.set("outcome", this.outcome);
		}

	}

	/// The end of a wait that nobody answered, and the queue that comes next, if one
	/// does.
	private record Limit(Instant at, String outcome, String reason, String nextQueue) {

		void next(SampleWeek week, Contact contact, String queue, int before) {
			if (!this.nextQueue.isEmpty()) {
				week.at(this.at, () -> week.enter(contact, this.nextQueue, this.at, before + 1));
			}
			if (this.outcome.equals("CALLBACK")) {
				Instant later = this.at.plus(week.dice.uniform(900, 5_400));
				week.at(later, () -> week.callBack(contact, queue, later, 0));
			}
		}

	}

}
