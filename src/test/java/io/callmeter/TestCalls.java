package io.callmeter;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Leg;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.json.CallJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Calls as a source would send them, named for what happened in them; all begin at [#NINE] unless moved.
public final class TestCalls {

	/// Nine o'clock on a Monday.
	public static final Instant NINE = Instant.parse("2026-11-16T09:00:00Z");

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final CallJson DECODER = new CallJson(new PhoneNumbers("GB"));

	private TestCalls() {
	}

	/// Waited ten seconds for `sales`, spoke four minutes with `alice`.
	public static ObjectNode answered(String callId) {
		return ended(inbound(callId), 250, answered(visit("1", "sales", 0), "alice", 10, 250));
	}

	/// Hung up while waiting for `sales`.
	public static ObjectNode abandonedAfter(String callId, Duration wait) {
		return ended(inbound(callId), wait.toSeconds(), ended(visit("1", "sales", 0), "ABANDONED", wait.toSeconds()));
	}

	/// Still waits for `sales`.
	public static ObjectNode waiting(String callId) {
		return withLegs(inbound(callId), visit("1", "sales", 0));
	}

	/// Spoke with `alice` of `sales`, who passed it to `bob` of `support`.
	public static ObjectNode transferred(String callId) {
		ObjectNode first = answered(visit("1", "sales", 0), "alice", 10, 100);
		first.put("transfer", "BLIND").put("transferredTo", "support");
		return ended(inbound(callId), 300, first, answered(visit("2", "support", 100), "bob", 130, 300));
	}

	/// Waited too long for `sales` and went on to `support`.
	public static ObjectNode overflowed(String callId) {
		ObjectNode first = ended(visit("1", "sales", 0), "OVERFLOWED", 60).put("reason", "TIMEOUT");
		return ended(inbound(callId), 200, first, answered(visit("2", "support", 60), "bob", 80, 200));
	}

	/// Rang for `alice` in vain before `bob` answered.
	public static ObjectNode missedFirst(String callId) {
		return ended(inbound(callId), 120, offer("o1", "sales", "alice", 2, "MISSED", 17),
				answered(visit("1", "sales", 0), "bob", 20, 120));
	}

	/// Left the queue for a callback.
	public static ObjectNode calledBackLater(String callId) {
		return ended(inbound(callId), 45, ended(visit("1", "sales", 0), "CALLBACK", 45));
	}

	/// Left a message.
	public static ObjectNode voicemail(String callId) {
		return ended(inbound(callId), 70, ended(visit("1", "sales", 0), "VOICEMAIL", 40));
	}

	/// Was served by the menu alone.
	public static ObjectNode menuOnly(String callId) {
		return ended(inbound(callId), 30, menu("m", "main", 0, "SERVED", 30));
	}

	/// Dialled for the campaign `spring`, answered and connected to `alice`.
	public static ObjectNode dialled(String callId) {
		ObjectNode call = call(callId, "OUTBOUND").put("campaign", "spring")
			.put("from", "+442079460800")
			.put("to", "+442079460123")
			.put("answeredAt", at(8).toString());
		return ended(call, 60, segment("1", "alice", 9, 60));
	}

	/// Dialled for the campaign `spring`, the line was busy.
	public static ObjectNode busy(String callId) {
		ObjectNode call = call(callId, "OUTBOUND").put("campaign", "spring")
			.put("from", "+442079460800")
			.put("to", "+442079460123")
			.put("hangupCause", 17);
		return ended(call, 4);
	}

	/// An inbound call that has begun and of which no more is known.
	public static ObjectNode inbound(String callId) {
		return call(callId, "INBOUND").put("from", "+442079460123").put("to", "+442079460800");
	}

	/// A call with nothing but what is required.
	public static ObjectNode call(String callId, String direction) {
		return JSON.createObjectNode()
			.put("callId", callId)
			.put("direction", direction)
			.put("startedAt", NINE.toString());
	}

	/// The call with these legs and no others.
	public static ObjectNode withLegs(ObjectNode call, ObjectNode... legs) {
		ArrayNode array = call.putArray("legs");
		for (ObjectNode leg : legs) {
			array.add(leg);
		}
		return call;
	}

	/// The call, ended so many seconds after nine.
	public static ObjectNode ended(ObjectNode call, long second, ObjectNode... legs) {
		call.put("endedAt", at(second).toString());
		return (legs.length > 0) ? withLegs(call, legs) : call;
	}

	/// A visit that began so many seconds after nine.
	public static ObjectNode visit(String legId, String queue, long second) {
		return leg(legId).put("queue", queue).put("queuedAt", at(second).toString());
	}

	/// The visit, answered and ended.
	public static ObjectNode answered(ObjectNode visit, String agent, long answered, long ended) {
		visit.put("agent", agent).put("answeredAt", at(answered).toString());
		return ended(visit, "ANSWERED", ended);
	}

	/// The leg, ended like this.
	public static ObjectNode ended(ObjectNode leg, String outcome, long second) {
		return leg.put("endedAt", at(second).toString()).put("outcome", outcome);
	}

	/// An offer that was not answered.
	public static ObjectNode offer(String legId, String queue, String agent, long offered, String outcome, long ended) {
		ObjectNode offer = leg(legId).put("queue", queue).put("agent", agent).put("offeredAt", at(offered).toString());
		return ended(offer, outcome, ended);
	}

	/// A segment without a queue.
	public static ObjectNode segment(String legId, String agent, long answered, long ended) {
		return ended(leg(legId).put("agent", agent).put("answeredAt", at(answered).toString()), "ANSWERED", ended);
	}

	/// A menu.
	public static ObjectNode menu(String legId, String ivr, long entered, String outcome, long ended) {
		return ended(leg(legId).put("ivr", ivr).put("answeredAt", at(entered).toString()), outcome, ended);
	}

	/// A leg with nothing but its id, which is no leg yet.
	public static ObjectNode leg(String legId) {
		return JSON.createObjectNode().put("legId", legId);
	}

	/// So many seconds after nine.
	public static Instant at(long second) {
		return NINE.plusSeconds(second);
	}

	/// The call of a JSON object; numbers without `+` are British.
	public static Call decoded(ObjectNode call) {
		return DECODER.call(call);
	}

	/// The call of a JSON text.
	public static Call decoded(String call) {
		return DECODER.call(JSON.readTree(call));
	}

	/// The call as a source would send it.
	public static String json(Call call) {
		return JSON.writeValueAsString(call);
	}

	/// The calls one a line.
	public static String lines(Collection<Call> calls) {
		return calls.stream().map(TestCalls::json).collect(Collectors.joining("\n"));
	}

	/// An id as a segment of a path.
	public static String encoded(String callId) {
		return URLEncoder.encode(callId, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/// The call under another id.
	public static Call named(String callId, Call call) {
		return new Call(callId, call.direction(), call.startedAt(), call.answeredAt(), call.endedAt(), call.from(),
				call.to(), call.campaign(), call.source(), call.trunk(), call.priority(), call.outcome(),
				call.hangupCause(), call.sipStatus(), call.mos(), call.crm(), call.recordingUrl(), call.attributes(),
				call.revision(), call.legs());
	}

	/// The call as a delivery of this revision.
	public static Call revised(long revision, Call call) {
		return new Call(call.callId(), call.direction(), call.startedAt(), call.answeredAt(), call.endedAt(),
				call.from(), call.to(), call.campaign(), call.source(), call.trunk(), call.priority(), call.outcome(),
				call.hangupCause(), call.sipStatus(), call.mos(), call.crm(), call.recordingUrl(), call.attributes(),
				revision, call.legs().stream().map((leg) -> revised(revision, leg)).toList());
	}

	/// The call, everything in it that much later.
	public static Call shifted(Duration by, Call call) {
		return new Call(call.callId(), call.direction(), call.startedAt().plus(by), later(by, call.answeredAt()),
				later(by, call.endedAt()), call.from(), call.to(), call.campaign(), call.source(), call.trunk(),
				call.priority(), call.outcome(), call.hangupCause(), call.sipStatus(), call.mos(), call.crm(),
				call.recordingUrl(), call.attributes(), call.revision(),
				call.legs().stream().map((leg) -> shifted(by, leg)).toList());
	}

	/// The call without legs, and each leg alone.
	public static List<Call> legByLeg(Call call) {
		List<Call> deliveries = new ArrayList<>();
		deliveries.add(withoutLegs(call, call.attributes()));
		call.legs().forEach((leg) -> deliveries.add(beginning(call, Map.of(), List.of(leg))));
		return deliveries;
	}

	/// Deliveries that do not contradict each other and together say all that the call
	/// says: its beginning, the call without legs, each leg alone as far as it was known
	/// at each of its times, and each attribute.
	public static List<Call> parts(Call call) {
		List<Call> parts = new ArrayList<>();
		parts.add(beginning(call, Map.of(), List.of()));
		parts.add(withoutLegs(call, Map.of()));
		call.attributes().forEach((name, value) -> parts.add(beginning(call, Map.of(name, value), List.of())));
		call.legs()
			.forEach((leg) -> lifeOf(leg).forEach((known) -> parts.add(beginning(call, Map.of(), List.of(known)))));
		return parts;
	}

	/// What was known of a leg at each of its times; the last is the leg.
	public static List<Leg> lifeOf(Leg leg) {
		List<Leg> life = new ArrayList<>();
		switch (leg.kind()) {
			case VISIT -> {
				life.add(known(leg, false, false));
				if (leg.offeredAt() != null) {
					life.add(known(leg, true, false));
				}
				if (leg.answeredAt() != null) {
					life.add(known(leg, leg.offeredAt() != null, true));
				}
			}
			case OFFER -> life.add(known(leg, true, false));
			case SEGMENT -> {
				if (leg.offeredAt() != null && leg.agent() != null) {
					life.add(known(leg, true, false));
				}
				life.add(known(leg, leg.offeredAt() != null, true));
			}
			case MENU -> life.add(known(leg, false, true));
		}
		life.add(leg);
		return life;
	}

	private static Leg known(Leg leg, boolean offered, boolean answered) {
		boolean someone = offered || answered;
		return new Leg(leg.legId(), leg.queue(), someone ? leg.agent() : null, leg.ivr(), leg.trunk(), leg.skill(),
				leg.queuedAt(), offered ? leg.offeredAt() : null, answered ? leg.answeredAt() : null, null, null, null,
				null, null, null, null, null, null, leg.revision());
	}

	private static Call withoutLegs(Call call, Map<String, String> attributes) {
		return new Call(call.callId(), call.direction(), call.startedAt(), call.answeredAt(), call.endedAt(),
				call.from(), call.to(), call.campaign(), call.source(), call.trunk(), call.priority(), call.outcome(),
				call.hangupCause(), call.sipStatus(), call.mos(), call.crm(), call.recordingUrl(), attributes,
				call.revision(), List.of());
	}

	private static Call beginning(Call call, Map<String, String> attributes, List<Leg> legs) {
		return new Call(call.callId(), call.direction(), call.startedAt(), null, null, null, null, null, null, null,
				null, null, null, null, null, CrmFields.NONE, null, attributes, call.revision(), legs);
	}

	private static Leg shifted(Duration by, Leg leg) {
		return new Leg(leg.legId(), leg.queue(), leg.agent(), leg.ivr(), leg.trunk(), leg.skill(),
				later(by, leg.queuedAt()), later(by, leg.offeredAt()), later(by, leg.answeredAt()),
				later(by, leg.endedAt()), leg.holdSeconds(), leg.holds(), leg.wrapUpSeconds(), leg.outcome(),
				leg.reason(), leg.endedBy(), leg.transfer(), leg.transferredTo(), leg.revision());
	}

	private static @Nullable Instant later(Duration by, @Nullable Instant at) {
		return (at != null) ? at.plus(by) : null;
	}

	private static Leg revised(long revision, Leg leg) {
		return new Leg(leg.legId(), leg.queue(), leg.agent(), leg.ivr(), leg.trunk(), leg.skill(), leg.queuedAt(),
				leg.offeredAt(), leg.answeredAt(), leg.endedAt(), leg.holdSeconds(), leg.holds(), leg.wrapUpSeconds(),
				leg.outcome(), leg.reason(), leg.endedBy(), leg.transfer(), leg.transferredTo(), revision);
	}

	/// Seconds with decimals.
	static BigDecimal seconds(long millis) {
		return BigDecimal.valueOf(millis, 3);
	}

}
