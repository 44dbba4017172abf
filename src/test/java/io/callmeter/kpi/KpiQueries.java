package io.callmeter.kpi;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.callmeter.call.PhoneNumbers;
import io.callmeter.http.Mistakes;

/// Questions as somebody would send them, about the visits offered in a week of November unless they say otherwise.
final class KpiQueries {

	/// When they are asked: a Wednesday.
	static final Instant NOW = Instant.parse("2026-12-02T09:30:00Z");

	private KpiQueries() {
	}

	static KpiQuery query(Map<String, String> sent) {
		return query(sent, "ZZ");
	}

	/// @param region in which numbers without + are dialled
	static KpiQuery query(Map<String, String> sent, String region) {
		var home = new Home(NOW, (_) -> ZoneId.of("UTC"), new PhoneNumbers(region), Judging.Defaults.OF_THE_SERVICE,
				UnaryOperator.identity());
		var all = new HashMap<>(Map.of("from", "2026-11-09", "to", "2026-11-16", "metrics", "offered"));
		all.putAll(sent);
		return record(KpiParameters.class, all).query(record(SelectionParameters.class, all), home, new Mistakes());
	}

	/// A record of parameters with those that were sent.
	private static <T extends Record> T record(Class<T> type, Map<String, String> sent) {
		try {
			RecordComponent[] components = type.getRecordComponents();
			var constructor = type.getDeclaredConstructor(
					Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
			return constructor
				.newInstance(Arrays.stream(components).map((component) -> sent.get(component.getName())).toArray());
		}
		catch (ReflectiveOperationException ex) {
			throw new LinkageError(ex.getMessage(), ex);
		}
	}

}
