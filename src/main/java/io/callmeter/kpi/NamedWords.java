package io.callmeter.kpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.Schema;
import org.jspecify.annotations.Nullable;

/// The words that a parameter or a field can be, under a name that generated clients give their type.
///
/// @param description null where the schema of that name has one
record NamedWords(String name, @Nullable String description, List<String> values) {

	static final NamedWords DISTRIBUTED = camel("DistributedValue", "What is distributed.", Distribution.values());

	static final NamedWords COMPARE = camel("CompareWith", "What each value is compared with.", Compare.values());

	static final NamedWords PROFILE = camel("Profile", "The product that is counted like.", Profile.values());

	static final NamedWords COUNTED = camel("CountedUnit", "What a metric counts.", Thing.values());

	static final NamedWords UNIT = new NamedWords("MetricUnit", "Unit of a value.",
			Arrays.stream(Metric.Unit.values()).map(Metric.Unit::symbol).toList());

	static final NamedWords POLICY_USED = new NamedWords("ServiceLevelPolicyUsed",
			"A service level policy, or MIXED if queues differ.",
			Stream.concat(Arrays.stream(ServiceLevelPolicy.values()).map(Enum::name), Stream.of(JudgedBy.MIXED_POLICY))
				.toList());

	/// Constants that answers have, too.
	static NamedWords of(String name, Class<? extends Enum<?>> type) {
		return new NamedWords(name, null, Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
	}

	/// Constants that are sent like `lastWeek`.
	static NamedWords camel(String name, String description, Enum<?>[] constants) {
		return new NamedWords(name, description,
				Arrays.stream(constants).map((constant) -> Dimension.camel(constant.name())).toList());
	}

	void addTo(Components components) {
		if (!components.getSchemas().containsKey(this.name)) {
			var words = new Schema<String>(SpecVersion.V31);
			words.setTypes(Set.of("string"));
			words.setDescription(this.description);
			words.setEnum(new ArrayList<>(this.values));
			components.addSchemas(this.name, words);
		}
	}

	Schema<?> reference() {
		return new Schema<>(SpecVersion.V31).$ref(this.name);
	}

}
