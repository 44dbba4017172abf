package io.callmeter.kpi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.callmeter.kpi.ServiceLevelPolicy.ABANDONS_CREDITED;
import static io.callmeter.kpi.ServiceLevelPolicy.ABANDONS_IGNORED;
import static io.callmeter.kpi.ServiceLevelPolicy.ABANDONS_NEGATIVE;
import static io.callmeter.kpi.ServiceLevelPolicy.ALL_OFFERED;
import static io.callmeter.kpi.ServiceLevelPolicy.ANSWERED_ONLY;
import static io.callmeter.kpi.ServiceLevelPolicy.SHORT_EXCLUDED;
import static org.assertj.core.api.Assertions.assertThat;

/// The golden values of KPIS.md, section 5.
class ServiceLevelPolicyTest {

	@Test
	void makesSixNumbersOfAThousandAnsweredAndSixtyAbandoned() {
		var sums = sums(
				Map.of(Measure.OFFERED, 1075, Measure.WAITING, 5, Measure.ANSWERED, 1000, Measure.ANSWERED_IN_TIME, 860,
						Measure.ABANDONED, 60, Measure.ABANDONED_IN_TIME, 20, Measure.SHORT_ABANDONED, 10));

		assertThat(percent(sums, ANSWERED_ONLY)).isEqualTo("86.00");
		assertThat(percent(sums, ABANDONS_NEGATIVE)).isEqualTo("81.13");
		assertThat(percent(sums, ABANDONS_IGNORED)).isEqualTo("82.69");
		assertThat(percent(sums, ABANDONS_CREDITED)).isEqualTo("83.02");
		assertThat(percent(sums, SHORT_EXCLUDED)).isEqualTo("81.90");
		assertThat(percent(sums, ALL_OFFERED)).isEqualTo("80.37");
	}

	@Test
	void makesThreeNumbersOfAHundredVisits() {
		var sums = sums(Map.of(Measure.ANSWERED, 90, Measure.ANSWERED_IN_TIME, 70, Measure.ABANDONED, 10,
				Measure.ABANDONED_IN_TIME, 10));

		assertThat(percent(sums, ABANDONS_NEGATIVE)).isEqualTo("70.00");
		assertThat(percent(sums, ABANDONS_IGNORED)).isEqualTo("77.78");
		assertThat(percent(sums, ABANDONS_CREDITED)).isEqualTo("80.00");
	}

	@Test
	void hasNoValueWithoutVisits() {
		for (ServiceLevelPolicy policy : ServiceLevelPolicy.values()) {
			assertThat(share(Sums.NONE, policy)).isNull();
		}
	}

	private static String percent(Sums sums, ServiceLevelPolicy policy) {
		BigDecimal value = share(sums, policy);
		assertThat(value).isNotNull();
		return value.movePointRight(2).setScale(2, RoundingMode.HALF_UP).toString();
	}

	private static @Nullable BigDecimal share(Sums sums, ServiceLevelPolicy policy) {
		return KpiValue.share(policy.ratio().over().in(sums), policy.ratio().under().in(sums)).value();
	}

	private static Sums sums(Map<Measure, Integer> values) {
		var sums = new EnumMap<Measure, BigDecimal>(Measure.class);
		values.forEach((measure, value) -> sums.put(measure, BigDecimal.valueOf(value)));
		return new Sums(sums, Map.of(), Map.of(), JudgedBy.NOTHING);
	}

}
