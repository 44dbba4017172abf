package io.callmeter.kpi;

import java.math.BigDecimal;

/// On which side of a target a figure should be.
public enum Goal {

	/// The more the better.
	AT_LEAST,
	/// The less the better.
	AT_MOST;

	/// By how much a figure is better than a target; negative when it is worse.
	BigDecimal distance(BigDecimal value, BigDecimal target) {
		return switch (this) {
			case AT_LEAST -> value.subtract(target);
			case AT_MOST -> target.subtract(value);
		};
	}

}
