package io.callmeter.sample;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/// Whether the sample is asked for: `callmeter.sample=true` for last week, or `callmeter.sample.week=` for another one.
class SampleRequested extends AnyNestedCondition {

	SampleRequested() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBooleanProperty("callmeter.sample")
	static class LastWeek {

	}

	@ConditionalOnProperty("callmeter.sample.week")
	static class ThatWeek {

	}

}
