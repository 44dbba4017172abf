package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonValue;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What metrics should be, of queues, campaigns and the tenant, each from some day on.
///
/// @param targets by what they are of, each by when it begins
record Targets(Map<Of, TreeMap<Instant, Aim>> targets) {

	/// None is set, or asked for.
	static final Targets NONE = new Targets(Map.of());

	/// A figure beside its target; empty where there is none. The queue's comes before
	/// the campaign's, and that before the tenant's.
	/// @param queue null when not of one
	/// @param campaign null when not of one
	Optional<KpiValue.Target> of(Metric metric, KpiValue figure, @Nullable String queue, @Nullable String campaign,
			Cell cell) {
		return ((queue != null) ? find(new Of(metric.id(), queue, null), Scope.QUEUE, figure, cell)
				: Optional.<KpiValue.Target>empty())
			.or(() -> (campaign != null) ? find(new Of(metric.id(), null, campaign), Scope.CAMPAIGN, figure, cell)
					: Optional.empty())
			.or(() -> find(new Of(metric.id(), null, null), Scope.TENANT, figure, cell));
	}

	private Optional<KpiValue.Target> find(Of of, Scope scope, KpiValue figure, Cell cell) {
		TreeMap<Instant, Aim> aims = this.targets.get(of);
		if (aims == null) {
			return Optional.empty();
		}
		var first = aims.floorEntry(cell.from());
		var later = aims.subMap(cell.from(), false, cell.to(), false);
		if (first == null && later.isEmpty()) {
			return Optional.empty();
		}
		if (first == null || !later.isEmpty()) {
			return Optional.of(new KpiValue.Target(null, null, null, null, null, scope));
		}
		return Optional.of(first.getValue().beside(figure, scope));
	}

	/// What a target applies to.
	@Schema(name = "TargetScope", description = "What a target applies to; industry is a worldwide benchmark.")
	enum Scope {

		QUEUE, CAMPAIGN, TENANT,
		/// What contact centres aim at worldwide.
		INDUSTRY;

		@JsonValue
		String key() {
			return Dimension.camel(name());
		}

	}

	/// @param queue null when not of one
	/// @param campaign null when not of one
	record Of(String metric, @Nullable String queue, @Nullable String campaign) {
	}

	/// A target.
	///
	/// @param currency of money; null for what is not money
	record Aim(BigDecimal value, Goal goal, @Nullable String currency) {

		KpiValue.Target beside(KpiValue figure, Scope scope) {
			boolean comparable = Objects.equals(this.currency, figure.currency());
			Exact distance = (comparable && figure.exact() != null)
					? this.goal.distance(figure.exact(), Exact.of(this.value)) : null;
			return new KpiValue.Target(KpiValue.plain(this.value), this.currency, this.goal,
					(distance != null) ? distance.signum() >= 0 : null, distance, scope);
		}

	}

}
