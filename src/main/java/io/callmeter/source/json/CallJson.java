package io.callmeter.source.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.CrmFields;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.Leg;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.PhoneNumber;
import io.callmeter.call.PhoneNumbers;
import io.callmeter.call.Transfer;
import io.callmeter.json.BrokenJson;
import io.callmeter.source.Decoded;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a call, or the CRM's patch of one, from a JSON object.
public final class CallJson {

	private static final Set<String> CRM_FIELDS = Set.of("disposition", "caseId", "resolved", "converted",
			"conversionValue", "currency", "csat");

	private static final Set<String> CALL_FIELDS = union(CRM_FIELDS,
			Set.of("callId", "direction", "startedAt", "answeredAt", "endedAt", "from", "to", "campaign", "source",
					"trunk", "priority", "outcome", "hangupCause", "sipStatus", "mos", "recordingUrl", "attributes",
					"revision", "legs"));

	private static final Set<String> LEG_FIELDS = Set.of("legId", "queue", "agent", "ivr", "trunk", "skill", "queuedAt",
			"offeredAt", "answeredAt", "endedAt", "holdSeconds", "holds", "wrapUpSeconds", "outcome", "reason",
			"endedBy", "transfer", "transferredTo");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final PhoneNumbers numbers;

	public CallJson(PhoneNumbers numbers) {
		this.numbers = numbers;
	}

	/// The mapper that reads calls: duplicate names are refused, decimals are exact.
	static JsonMapper mapper() {
		return MAPPER;
	}

	/// A JSON value from the bytes of one record.
	/// @throws InvalidCall if they are no JSON
	public static JsonNode parse(byte[] bytes, int offset, int length) {
		try {
			return MAPPER.readTree(bytes, offset, length);
		}
		catch (JacksonException | NumberFormatException ex) {
			throw unreadable(ex);
		}
	}

	/// What is wrong; lines are told where there are several.
	static InvalidCall unreadable(RuntimeException ex) {
		var at = (ex instanceof JacksonException syntax) ? syntax.getLocation() : null;
		return new InvalidCall("", null, Reason.MALFORMED, BrokenJson.sentence(ex, at != null && at.getLineNr() > 1));
	}

	/// A record as a call, or why it is none.
	public Decoded decoded(long line, JsonNode node) {
		try {
			return new Decoded.Ok(line, call(node));
		}
		catch (InvalidCall why) {
			JsonNode callId = node.get("callId");
			return new Decoded.Malformed(line, (callId != null && callId.isString()) ? callId.stringValue() : null,
					why);
		}
	}

	/// The call of a JSON object.
	/// @throws InvalidCall at the first field that cannot be taken
	public Call call(JsonNode node) {
		Fields fields = new Fields(node, "", CALL_FIELDS, CallJson::remedy);
		Long revision = fields.wholeNumber("revision");
		return new Call(required(fields, "callId"), requiredDirection(fields), requiredStart(fields),
				fields.instant("answeredAt"), fields.instant("endedAt"), number(fields, "from"), number(fields, "to"),
				fields.string("campaign"), fields.string("source"), fields.string("trunk"), fields.integer("priority"),
				fields.oneOf("outcome", CallOutcome.class), fields.integer("hangupCause"), fields.integer("sipStatus"),
				fields.decimal("mos"), crm(fields), fields.string("recordingUrl"), attributes(fields), revision,
				legs(fields, revision));
	}

	/// The CRM's JSON Merge Patch: a field given takes its value, `null` or an empty text
	/// gives it back to the dialer.
	/// @throws InvalidCall at the first field that cannot be taken
	public UnaryOperator<CrmFields> patch(JsonNode node) {
		Fields fields = new Fields(node, "", CRM_FIELDS,
				(name) -> "Expected " + String.join(", ", new TreeSet<>(CRM_FIELDS))
						+ "; send other fields with PUT or POST." + Nearest.question(name, CRM_FIELDS));
		CrmFields given = crm(fields);
		given.checkTexts();
		return (before) -> new CrmFields(node.has("disposition") ? given.disposition() : before.disposition(),
				node.has("caseId") ? given.caseId() : before.caseId(),
				node.has("resolved") ? given.resolved() : before.resolved(),
				node.has("converted") ? given.converted() : before.converted(),
				node.has("conversionValue") ? given.conversionValue() : before.conversionValue(),
				node.has("currency") ? given.currency() : before.currency(),
				node.has("csat") ? given.csat() : before.csat());
	}

	/// Fields of a leg are often sent of the call.
	private static String remedy(String name) {
		return "Leave it out, or put it into attributes." + Nearest.question(
				Nearest.to(name, CALL_FIELDS).or(() -> Nearest.to(name, LEG_FIELDS).map((field) -> "legs[]." + field)));
	}

	private static String required(Fields fields, String name) {
		String value = fields.string(name);
		if (value == null) {
			throw new InvalidCall(name, null, Reason.MISSING,
					name + " is required. Expected the id of the call in the source system.");
		}
		return value;
	}

	private static Direction requiredDirection(Fields fields) {
		Direction direction = fields.oneOf("direction", Direction.class);
		if (direction == null) {
			throw new InvalidCall("direction", null, Reason.MISSING,
					"direction is required. Expected INBOUND, OUTBOUND or INTERNAL.");
		}
		return direction;
	}

	private static java.time.Instant requiredStart(Fields fields) {
		var startedAt = fields.instant("startedAt");
		if (startedAt == null) {
			throw new InvalidCall("startedAt", null, Reason.MISSING,
					"startedAt is required. Expected when the contact began, such as 2026-11-16T09:00:00Z.");
		}
		return startedAt;
	}

	/// An empty number is a withheld one.
	private @Nullable PhoneNumber number(Fields fields, String name) {
		String raw = fields.text(name);
		return (raw != null) ? this.numbers.of(name, raw) : null;
	}

	private static CrmFields crm(Fields fields) {
		return new CrmFields(fields.string("disposition"), fields.string("caseId"), fields.bool("resolved"),
				fields.bool("converted"), fields.decimal("conversionValue"), fields.string("currency"),
				fields.decimal("csat"));
	}

	private static Map<String, String> attributes(Fields fields) {
		JsonNode node = fields.get("attributes");
		if (node == null) {
			return Map.of();
		}
		if (!node.isObject()) {
			throw fields.wrongType("attributes", node, "an object of names and values");
		}
		Map<String, String> attributes = new TreeMap<>();
		for (var property : node.properties()) {
			JsonNode value = property.getValue();
			if (!value.isValueNode()) {
				throw new InvalidCall("attributes", null, Reason.WRONG_TYPE, "Invalid attributes: '" + property.getKey()
						+ "' is an object or a list. Expected a string, a number or true or false.");
			}
			if (!value.isNull()) {
				attributes.put(property.getKey(), value.asString());
			}
		}
		return attributes;
	}

	private static List<Leg> legs(Fields call, @Nullable Long revision) {
		JsonNode nodes = call.get("legs");
		if (nodes == null) {
			return List.of();
		}
		if (!nodes.isArray()) {
			throw call.wrongType("legs", nodes, "an array of legs");
		}
		if (nodes.size() > Call.MOST_LEGS) {
			throw new InvalidCall("legs", nodes.size(), Reason.TOO_MANY,
					"The call has " + nodes.size() + " legs. Expected at most " + Call.MOST_LEGS + ".");
		}
		List<Leg> legs = new ArrayList<>(nodes.size());
		for (int i = 0; i < nodes.size(); i++) {
			legs.add(leg(nodes.get(i), "legs[" + i + "]", revision));
		}
		return legs;
	}

	private static Leg leg(JsonNode node, String part, @Nullable Long revision) {
		Fields fields = new Fields(node, part + ".", LEG_FIELDS,
				(name) -> "Leave it out, or put it into the attributes of the call."
						+ Nearest.question(name, LEG_FIELDS));
		var queuedAt = fields.instant("queuedAt");
		var offeredAt = fields.instant("offeredAt");
		var answeredAt = fields.instant("answeredAt");
		var endedAt = fields.instant("endedAt");
		var hold = fields.decimal("holdSeconds");
		var holds = fields.integer("holds");
		var wrapUp = fields.decimal("wrapUpSeconds");
		var outcome = fields.oneOf("outcome", LegOutcome.class);
		var endedBy = fields.oneOf("endedBy", EndedBy.class);
		var transfer = fields.oneOf("transfer", Transfer.class);
		String legId = fields.string("legId");
		if (legId == null) {
			throw new InvalidCall(part + ".legId", null, Reason.MISSING, part
					+ ".legId is required. Expected the id of the leg in the source system, or its position if the call is always "
					+ "sent whole.");
		}
		String queue = fields.string("queue");
		String agent = fields.string("agent");
		String ivr = fields.string("ivr");
		String trunk = fields.string("trunk");
		String skill = fields.string("skill");
		String reason = fields.string("reason");
		String transferredTo = fields.string("transferredTo");
		try {
			return new Leg(legId, queue, agent, ivr, trunk, skill, queuedAt, offeredAt, answeredAt, endedAt, hold,
					holds, wrapUp, outcome, reason, endedBy, transfer, transferredTo, revision);
		}
		catch (InvalidCall why) {
			throw why.in(part);
		}
	}

	private static Set<String> union(Set<String> some, Set<String> others) {
		Set<String> all = new TreeSet<>(some);
		all.addAll(others);
		return Set.copyOf(all);
	}

}
