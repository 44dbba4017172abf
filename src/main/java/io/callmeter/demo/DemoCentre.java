package io.callmeter.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/// A simulated centre of twelve agents and four queues, played through event by event: a caller comes every eight seconds,
/// waits for an agent or gives up, talks, and is judged by the CRM a little later. The same seed gives the same deliveries,
/// at most one new call a second.
final class DemoCentre {

	private static final List<String> QUEUES = List.of("sales", "support", "support", "billing", "retention");

	private static final List<String> AGENTS = List.of("ada.adams", "ben.baker", "cleo.cole", "dan.drew", "eli.east",
			"fay.ford", "gus.gray", "hal.hunt", "ivy.irwin", "jon.jones", "kim.kent", "leo.lane");

	private final Random random;

	private final Instant opened;

	private final Queue<Event> events = new PriorityQueue<>(
			Comparator.comparing(Event::at).thenComparingInt(Event::number));

	private final List<Delivery> sent = new ArrayList<>();

	private final Deque<String> free = new ArrayDeque<>(AGENTS);

	private final Set<DemoCall> waiting = new LinkedHashSet<>();

	private final Set<DemoCall> open = new LinkedHashSet<>();

	private int planned;

	private int calls;

	/// @param opened when the first caller comes
	DemoCentre(long seed, Instant opened) {
		this.random = new Random(seed);
		this.opened = opened;
		at(opened, this::arrive);
	}

	/// When something happens next; something always does.
	Instant nextAt() {
		return this.events.element().at();
	}

	/// Plays what happens next.
	/// @return what is sent because of it; often nothing
	List<Delivery> next() {
		Event event = this.events.remove();
		this.sent.clear();
		event.happens().accept(event.at());
		return List.copyOf(this.sent);
	}

	/// Ends all calls that are open.
	/// @param at not before what was played last
	List<Delivery> close(Instant at) {
		List<Delivery> ends = this.open.stream().map((call) -> {
			call.breakOff(at);
			return call.told(at);
		}).toList();
		this.open.clear();
		this.waiting.clear();
		return ends;
	}

	private void arrive(Instant at) {
		at(at.plus(atLeast(1, exponential(7))), this::arrive);
		this.calls++;
		DemoCall call = new DemoCall("demo:" + this.opened.toEpochMilli() + "." + this.calls, at,
				"+447700900" + (100 + this.random.nextInt(900)), QUEUES.get(this.random.nextInt(QUEUES.size())));
		this.open.add(call);
		this.sent.add(call.told(at));
		String agent = this.free.poll();
		if (agent != null) {
			ring(call, agent, at);
		}
		else {
			this.waiting.add(call);
			at(at.plus(atLeast(3, exponential(45))), (then) -> giveUp(call, then));
		}
	}

	private void giveUp(DemoCall call, Instant at) {
		if (this.waiting.remove(call)) {
			call.abandon(at);
			hungUp(call, at);
		}
	}

	private void ring(DemoCall call, String agent, Instant at) {
		at(at.plus(between(1, 8)), (then) -> {
			call.answer(agent, at, then);
			this.sent.add(call.told(then));
			at(then.plus(atLeast(10, exponential(65))), (end) -> end(call, agent, end));
		});
	}

	private void end(DemoCall call, String agent, Instant at) {
		Duration wrapUp = between(3, 20);
		call.end(at, this.random.nextInt(5) > 0, wrapUp);
		hungUp(call, at);
		at(at.plus(wrapUp), (then) -> takeNext(agent, then));
		boolean resolved = this.random.nextInt(10) < 8;
		double score = (this.random.nextInt(3) == 0)
				? (resolved ? 3 + this.random.nextInt(3) : this.random.nextInt(4)) / 5.0 : -1;
		at(at.plus(between(15, 60)), (then) -> this.sent.add(call.result(then, resolved, score)));
	}

	private void hungUp(DemoCall call, Instant at) {
		this.open.remove(call);
		this.sent.add(call.told(at));
	}

	/// Who has waited longest is next.
	private void takeNext(String agent, Instant at) {
		this.waiting.stream().findFirst().ifPresentOrElse((call) -> {
			this.waiting.remove(call);
			ring(call, agent, at);
		}, () -> this.free.add(agent));
	}

	private void at(Instant at, Consumer<Instant> happens) {
		this.events.add(new Event(at, this.planned++, happens));
	}

	private Duration exponential(double meanSeconds) {
		return seconds(-meanSeconds * Math.log(1 - this.random.nextDouble()));
	}

	private Duration between(double seconds, double atMost) {
		return seconds(seconds + this.random.nextDouble() * (atMost - seconds));
	}

	private static Duration atLeast(long seconds, Duration more) {
		return more.plusSeconds(seconds);
	}

	private static Duration seconds(double seconds) {
		return Duration.ofMillis(Math.round(seconds * 1_000));
	}

	/// Something that happens at a moment; of the same moment, what was planned first.
	private record Event(Instant at, int number, Consumer<Instant> happens) {
	}

}
