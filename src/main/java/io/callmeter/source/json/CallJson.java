package io.callmeter.source.json;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.callmeter.call.Call;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.Checks;
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
		return decoded(line, node, new Checks());
	}

	/// The same of a record of which something may be known to be wrong.
	public Decoded decoded(long line, JsonNode node, Checks checks) {
		try {
			return new Decoded.Ok(line, call(node, checks));
		}
		catch (InvalidCall why) {
			JsonNode callId = node.get("callId");
			return new Decoded.Malformed(line, (callId != null && callId.isString()) ? callId.stringValue() : null,
					why);
		}
	}

	/// The call of a JSON object.
	/// @throws InvalidCall with all that cannot be taken
	public Call call(JsonNode node) {
		return call(node, new Checks());
	}

	private Call call(JsonNode node, Checks checks) {
		if (!Fields.isObject(node, "", checks)) {
			throw checks.all();
		}
		Fields fields = new Fields(node, "", CALL_FIELDS, CallJson::remedy, checks);
		Long revision = fields.wholeNumber("revision");
		String callId = fields.required("callId", fields.string("callId"),
				"Expected the id of the call in the source system.");
		Direction direction = fields.required("direction", fields.oneOf("direction", Direction.class),
				"Expected INBOUND, OUTBOUND or INTERNAL.");
		Instant startedAt = fields.required("startedAt", fields.instant("startedAt"),
				"Expected when the contact began, such as 2026-11-16T09:00:00Z.");
		Instant answeredAt = fields.instant("answeredAt");
		Instant endedAt = fields.instant("endedAt");
		PhoneNumber from = number(fields, "from", checks);
		PhoneNumber to = number(fields, "to", checks);
		String campaign = fields.string("campaign");
		String source = fields.string("source");
		String trunk = fields.string("trunk");
		Integer priority = fields.integer("priority");
		CallOutcome outcome = fields.oneOf("outcome", CallOutcome.class);
		Integer hangupCause = fields.integer("hangupCause");
		Integer sipStatus = fields.integer("sipStatus");
		BigDecimal mos = fields.decimal("mos");
		CrmFields crm = crm(fields, checks);
		String recordingUrl = fields.string("recordingUrl");
		Map<String, String> attributes = attributes(fields, checks);
		Checks ofLegs = new Checks();
		List<Leg> legs = legs(fields, startedAt, revision, ofLegs);
		try {
			Call call = new Call(orNull(callId), orNull(direction), orNull(startedAt), answeredAt, endedAt, from, to,
					campaign, source, trunk, priority, outcome, hangupCause, sipStatus, mos, crm, recordingUrl,
					attributes, revision, legs);
			if (checks.passed() && ofLegs.passed()) {
				return call;
			}
		}
		catch (InvalidCall why) {
			checks.addAll(why);
		}
		checks.addAll(ofLegs);
		throw checks.all();
	}

	/// The CRM's JSON Merge Patch: a field given takes its value, `null` or an empty text
	/// gives it back to the dialer.
	/// @throws InvalidCall with all that cannot be taken
	public UnaryOperator<CrmFields> patch(JsonNode node) {
		Checks checks = new Checks();
		if (!Fields.isObject(node, "", checks)) {
			throw checks.all();
		}
		Fields fields = new Fields(node, "", CRM_FIELDS,
				(name) -> "Expected " + String.join(", ", new TreeSet<>(CRM_FIELDS))
						+ "; send other fields with PUT or POST." + Nearest.question(name, CRM_FIELDS),
				checks);
		CrmFields given = crm(fields, checks);
		given.checkTexts(checks);
		checks.requireNone();
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

	/// What is required and not there is among the mistakes already; the others are
	/// looked for without it.
	@SuppressWarnings("NullAway") // the model refuses null
	private static <T> T orNull(@Nullable T required) {
		return required;
	}

	/// An empty number is a withheld one.
	private @Nullable PhoneNumber number(Fields fields, String name, Checks checks) {
		String raw = fields.text(name);
		try {
			return (raw != null) ? this.numbers.of(name, raw) : null;
		}
		catch (InvalidCall why) {
			checks.addAll(why);
			return null;
		}
	}

	private static CrmFields crm(Fields fields, Checks checks) {
		String disposition = fields.string("disposition");
		String caseId = fields.string("caseId");
		Boolean resolved = fields.bool("resolved");
		Boolean converted = fields.bool("converted");
		BigDecimal conversionValue = fields.decimal("conversionValue");
		String currency = fields.string("currency");
		BigDecimal csat = fields.decimal("csat");
		try {
			return new CrmFields(disposition, caseId, resolved, converted, conversionValue, currency, csat);
		}
		catch (InvalidCall why) {
			checks.addAll(why);
			return CrmFields.NONE;
		}
	}

	private static Map<String, String> attributes(Fields fields, Checks checks) {
		JsonNode node = fields.get("attributes");
		if (node == null) {
			return Map.of();
		}
		if (!node.isObject()) {
			checks.add(fields.wrongType("attributes", node, "an object of names and values"));
		}
		Map<String, String> attributes = new TreeMap<>();
		for (var property : node.properties()) {
			JsonNode value = property.getValue();
			if (checks.isFull()) {
				break;
			}
			if (!value.isValueNode()) {
				checks.add(new InvalidCall("attributes", null, Reason.WRONG_TYPE,
						"Invalid attributes: '" + property.getKey()
								+ "' is an object or a list. Expected a string, a number or true or false."));
			}
			else if (!value.isNull()) {
				attributes.put(property.getKey(), value.asString());
			}
		}
		return attributes;
	}

	private static List<Leg> legs(Fields call, @Nullable Instant startedAt, @Nullable Long revision, Checks checks) {
		JsonNode nodes = call.get("legs");
		if (nodes == null) {
			return List.of();
		}
		if (!nodes.isArray()) {
			checks.add(call.wrongType("legs", nodes, "an array of legs"));
			return List.of();
		}
		if (nodes.size() > Call.MOST_LEGS) {
			checks.add(new InvalidCall("legs", nodes.size(), Reason.TOO_MANY,
					"The call has " + nodes.size() + " legs. Expected at most " + Call.MOST_LEGS + "."));
			return List.of();
		}
		List<Leg> legs = new ArrayList<>(nodes.size());
		for (int i = 0; i < nodes.size() && !checks.isFull(); i++) {
			String part = "legs[" + i + "]";
			Leg leg = Fields.isObject(nodes.get(i), part, checks) ? leg(nodes.get(i), part, revision, checks) : null;
			legs.add((leg != null) ? leg : standIn(part, (startedAt != null) ? startedAt : Instant.EPOCH));
		}
		return legs;
	}

	private static @Nullable Leg leg(JsonNode node, String part, @Nullable Long revision, Checks checks) {
		Fields fields = new Fields(node, part + ".", LEG_FIELDS,
				(name) -> "Leave it out, or put it into the attributes of the call."
						+ Nearest.question(name, LEG_FIELDS),
				checks);
		Instant queuedAt = fields.instant("queuedAt");
		Instant offeredAt = fields.instant("offeredAt");
		Instant answeredAt = fields.instant("answeredAt");
		Instant endedAt = fields.instant("endedAt");
		BigDecimal hold = fields.decimal("holdSeconds");
		Integer holds = fields.integer("holds");
		BigDecimal wrapUp = fields.decimal("wrapUpSeconds");
		LegOutcome outcome = fields.oneOf("outcome", LegOutcome.class);
		EndedBy endedBy = fields.oneOf("endedBy", EndedBy.class);
		Transfer transfer = fields.oneOf("transfer", Transfer.class);
		String legId = fields.required("legId", fields.string("legId"),
				"Expected the id of the leg in the source system, or its position if the call is always sent whole.");
		String queue = fields.string("queue");
		String agent = fields.string("agent");
		String ivr = fields.string("ivr");
		String trunk = fields.string("trunk");
		String skill = fields.string("skill");
		String reason = fields.string("reason");
		String transferredTo = fields.string("transferredTo");
		try {
			return new Leg(orNull(legId), queue, agent, ivr, trunk, skill, queuedAt, offeredAt, answeredAt, endedAt,
					hold, holds, wrapUp, outcome, reason, endedBy, transfer, transferredTo, revision);
		}
		catch (InvalidCall why) {
			checks.addAll(why.in(part));
			return null;
		}
	}

	/// Keeps the place of a leg that is none, so that the others are looked at in theirs.
	private static Leg standIn(String part, Instant at) {
		return new Leg(part, null, null, null, null, null, at, null, null, null, null, null, null, null, null, null,
				null, null, null);
	}

	private static Set<String> union(Set<String> some, Set<String> others) {
		Set<String> all = new TreeSet<>(some);
		all.addAll(others);
		return Set.copyOf(all);
	}

}
