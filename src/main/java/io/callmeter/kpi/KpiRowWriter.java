package io.callmeter.kpi;

import java.time.format.DateTimeFormatter;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/// Writes a row as its annotations say, without asking for its parts by reflection: rows are nearly all of an answer.
final class KpiRowWriter extends ValueSerializer<KpiRow> {

	private static final SerializableString FROM = new SerializedString("from");

	private static final SerializableString TO = new SerializedString("to");

	private static final SerializableString GROUP = new SerializedString("group");

	private static final SerializableString METRICS = new SerializedString("metrics");

	private static final SerializableString LINKS = new SerializedString("links");

	private static final SerializableString NUMERATOR = new SerializedString("numerator");

	private static final SerializableString DENOMINATOR = new SerializedString("denominator");

	private static final KpiValueWriter FIGURES = new KpiValueWriter();

	@Override
	public void serialize(KpiRow row, JsonGenerator json, SerializationContext context) {
		json.writeStartObject(row);
		text(json, FROM, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(row.from()));
		text(json, TO, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(row.to()));
		json.writeName(GROUP);
		json.writeStartObject();
		for (Map.Entry<String, @Nullable Object> key : row.group().entrySet()) {
			json.writeName(key.getKey());
			switch (key.getValue()) {
				case null -> json.writeNull();
				case String code -> json.writeString(code);
				case Object other -> json.writePOJO(other);
			}
		}
		json.writeEndObject();
		json.writeName(METRICS);
		json.writeStartObject();
		for (Map.Entry<String, KpiValue> figure : row.metrics().entrySet()) {
			json.writeName(figure.getKey());
			FIGURES.serialize(figure.getValue(), json, context);
		}
		json.writeEndObject();
		if (row.links() != null) {
			links(json, row.links());
		}
		json.writeEndObject();
	}

	private static void links(JsonGenerator json, Map<String, KpiLinks> links) {
		json.writeName(LINKS);
		json.writeStartObject();
		for (Map.Entry<String, KpiLinks> link : links.entrySet()) {
			json.writeName(link.getKey());
			json.writeStartObject();
			text(json, NUMERATOR, link.getValue().numerator());
			if (link.getValue().denominator() != null) {
				text(json, DENOMINATOR, link.getValue().denominator());
			}
			json.writeEndObject();
		}
		json.writeEndObject();
	}

	private static void text(JsonGenerator json, SerializableString name, String text) {
		json.writeName(name);
		json.writeString(text);
	}

}
