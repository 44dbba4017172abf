package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/// What centres aim at worldwide, as a reference and not as a promise.
///
/// Of a range the end counts that more centres reach; on which side of it a figure should be is the goal of its metric.
enum Industry {

	SERVICE_LEVEL("serviceLevel", "0.8",
			"80 % of calls answered in 20 s: global metric of the International Finance Corporation (IFC), as the trade "
					+ "quotes it"),
	SPEED_OF_ANSWER("averageSpeedOfAnswer", "28",
			"28 s worldwide: global metric of the International Finance Corporation (IFC), as the trade quotes it"),
	ABANDONMENT("abandonmentRate", "0.08",
			"5–8 % in general service, 2–5 % in technical support: global metric of the International Finance "
					+ "Corporation (IFC), as the trade quotes it"),
	FIRST_CONTACT("firstContactResolution", "0.7",
			"70–75 % resolved by the first contact: global benchmark, as the trade quotes it"),
	SATISFACTION("csat", "0.9", "90 % of customers satisfied: global benchmark, as the trade quotes it");

	private final String metric;

	private final BigDecimal value;

	private final String source;

	Industry(String metric, String value, String source) {
		this.metric = metric;
		this.value = new BigDecimal(value);
		this.source = source;
	}

	/// What is aimed at.
	BigDecimal value() {
		return this.value;
	}

	/// The figure as it is quoted, and by whom.
	String source() {
		return this.source;
	}

	/// Empty where nothing is known.
	static Optional<Industry> of(Metric metric) {
		return Arrays.stream(values()).filter((known) -> known.metric.equals(metric.id())).findFirst();
	}

	/// A figure beside what centres aim at; empty where nothing is known.
	static Optional<KpiValue.Target> beside(Metric metric, KpiValue figure) {
		return of(metric).map((known) -> new Targets.Aim(known.value, metric.requiredGoal(), null).beside(figure,
				Targets.Scope.INDUSTRY));
	}

}
