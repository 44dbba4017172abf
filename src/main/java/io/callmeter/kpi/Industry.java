package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/// What centres aim at worldwide, as a reference and not as a promise.
///
/// The figures are those of the project's norm: 80 % of calls answered within 20 s and an answer after 28 s on average;
/// 5 to 8 % abandoned in general service (2 to 5 % in technical support); 70 to 75 % resolved by the first contact; 90 %
/// of the surveyed satisfied. Of a range the end counts that more centres reach.
enum Industry {

	SERVICE_LEVEL("serviceLevel", "0.8", Goal.AT_LEAST), SPEED_OF_ANSWER("averageSpeedOfAnswer", "28", Goal.AT_MOST),
	ABANDONMENT("abandonmentRate", "0.08", Goal.AT_MOST), FIRST_CONTACT("firstContactResolution", "0.7", Goal.AT_LEAST),
	SATISFACTION("csat", "0.9", Goal.AT_LEAST);

	private final String metric;

	private final BigDecimal value;

	private final Goal goal;

	Industry(String metric, String value, Goal goal) {
		this.metric = metric;
		this.value = new BigDecimal(value);
		this.goal = goal;
	}

	/// A figure beside what centres aim at; empty where nothing is known.
	static Optional<KpiValue.Target> of(Metric metric, KpiValue figure) {
		return Arrays.stream(values())
			.filter((known) -> known.metric.equals(metric.id()))
			.findFirst()
			.map((known) -> new Targets.Aim(known.value, known.goal).beside(figure, "industry"));
	}

}
