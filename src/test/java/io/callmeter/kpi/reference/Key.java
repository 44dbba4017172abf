package io.callmeter.kpi.reference;

import java.util.List;

/// What figures are grouped and filtered by.
enum Key {

	QUEUE("queue"), AGENT("agent"), CAMPAIGN("campaign"), NUMBER("number"), DIRECTION("direction"), OUTCOME("outcome"),
	DISPOSITION("disposition"), TRUNK("trunk"), SOURCE("source"), ENDED_BY("endedBy"), IVR("ivr"),
	HANGUP_CAUSE("hangupCause"), HOUR_OF_DAY("hourOfDay"), DAY_OF_WEEK("dayOfWeek");

	/// Those with a row for each value known, even where nothing counts.
	static final List<Key> WITH_ZERO_ROWS = List.of(QUEUE, AGENT, CAMPAIGN);

	private final String parameter;

	Key(String parameter) {
		this.parameter = parameter;
	}

	/// As parameters and rows name it.
	String parameter() {
		return this.parameter;
	}

}
