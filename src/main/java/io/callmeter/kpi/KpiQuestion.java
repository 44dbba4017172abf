package io.callmeter.kpi;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.callmeter.http.Mistakes;
import io.callmeter.http.ParameterRecords;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A question about KPIs as it was sent, in a URL or, where that would be too long, as a JSON object.
///
/// @param sent every parameter with its values, for the audit
record KpiQuestion(SelectionParameters chosen, KpiParameters asked, FormatParameters format,
		Map<String, String[]> sent) {

	private static final Set<String> NAMES = Stream
		.of(SelectionParameters.class, KpiParameters.class, FormatParameters.class)
		.flatMap((type) -> Arrays.stream(type.getRecordComponents()))
		.map(RecordComponent::getName)
		.collect(Collectors.toCollection(TreeSet::new));

	/// Reads an object whose fields are called like the parameters: texts as in a URL,
	/// numbers, `true` and `false`, and lists of them, in which null and the empty text
	/// mean: has none. A field that is null or an empty list was not sent.
	/// @param mistakes what is wrong with any field is added to these
	/// @throws RequestProblem if it is no object
	static KpiQuestion of(JsonNode body, Mistakes mistakes) {
		if (!body.isObject()) {
			throw new RequestProblem(Problem.UNREADABLE_BODY, null, null,
					"The body is not a JSON object. Send one such as {\"from\": \"2026-11-09\", \"to\": \"2026-11-16\", "
							+ "\"metrics\": [\"offered\", \"serviceLevel\"], \"groupBy\": [\"queue\"]}.");
		}
		var texts = new TreeMap<String, String>();
		body.properties().forEach((field) -> mistakes.passes(() -> {
			if (!NAMES.contains(field.getKey())) {
				throw RequestProblem.unknownParameter(field.getKey(), shown(field.getValue()), NAMES);
			}
			String text = text(field.getKey(), field.getValue());
			if (text != null) {
				texts.put(field.getKey(), text);
			}
		}));
		Function<String, @Nullable String> sent = texts::get;
		return new KpiQuestion(ParameterRecords.of(SelectionParameters.class, sent),
				ParameterRecords.of(KpiParameters.class, sent), ParameterRecords.of(FormatParameters.class, sent),
				texts.entrySet()
					.stream()
					.collect(Collectors.toMap(Map.Entry::getKey, (text) -> new String[] { text.getValue() })));
	}

	private static @Nullable String text(String name, JsonNode value) {
		if (value.isNull() || (value.isArray() && value.isEmpty())) {
			return null;
		}
		if (!value.isArray()) {
			return plain(name, value);
		}
		List<String> values = value.valueStream().map((one) -> one.isNull() ? "" : plain(name, one)).toList();
		return Parameter.joined(values);
	}

	private static String plain(String name, JsonNode value) {
		if (value.isContainer()) {
			throw RequestProblem.invalid(name, shown(value),
					"Invalid value of " + name
							+ ". Expected a string, a number, true, false or a list of them, such as "
							+ "\"groupBy\": [\"queue\", \"direction\"].");
		}
		return value.asString();
	}

	private static String shown(JsonNode value) {
		return Warning.shortened(value.isString() ? value.asString() : value.toString());
	}

}
