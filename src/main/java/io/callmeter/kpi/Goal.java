package io.callmeter.kpi;

/// On which side of a target a figure should be.
public enum Goal {

	/// The more the better.
	AT_LEAST,
	/// The less the better.
	AT_MOST;

	/// By how much a figure is better than a target; negative when it is worse.
	Exact distance(Exact value, Exact target) {
		return switch (this) {
			case AT_LEAST -> value.minus(target);
			case AT_MOST -> target.minus(value);
		};
	}

}
