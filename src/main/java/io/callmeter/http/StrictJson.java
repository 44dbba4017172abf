package io.callmeter.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

import io.callmeter.call.Instants;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Takes of JSON what the description says and nothing that could be meant by it, as calls are read: a number is no
/// text, and days, times and instants are texts of one form.
@Configuration(proxyBeanMethods = false)
class StrictJson {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

	@Bean
	JsonMapperBuilderCustomizer onlyWhatIsDescribed() {
		return (builder) -> builder
			.withCoercionConfig(LogicalType.Textual,
					(texts) -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
			.enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
			.addModule(new SimpleModule("times as texts")
				.addDeserializer(LocalDate.class, new Text<>(LocalDate.class, LocalDate::parse))
				.addDeserializer(LocalTime.class, new Text<>(LocalTime.class, (text) -> LocalTime.parse(text, TIME)))
				.addDeserializer(Instant.class,
						new Text<>(Instant.class, (text) -> Instants.cut(Instants.parse(text)))));
	}

	/// A value that is written as a text of one form.
	private static final class Text<T> extends ValueDeserializer<T> {

		private final Class<T> type;

		private final Function<String, T> reading;

		Text(Class<T> type, Function<String, T> reading) {
			this.type = type;
			this.reading = reading;
		}

		@Override
		@SuppressWarnings("unchecked")
		public T deserialize(JsonParser parser, DeserializationContext context) {
			if (!parser.hasToken(JsonToken.VALUE_STRING)) {
				return (T) context.handleUnexpectedToken(this.type, parser);
			}
			String text = parser.getString();
			try {
				return this.reading.apply(text);
			}
			catch (DateTimeException ex) {
				return (T) context.handleWeirdStringValue(this.type, text, "it has another form");
			}
		}

	}

}
