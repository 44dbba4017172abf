package io.callmeter.kpi;

/// Under which of its queues and agents a call counts once.
enum Attribution {

	/// The queue of its last visit and the agent of its last segment.
	LAST,
	/// The queue of its first visit and the agent of its first segment.
	FIRST

}
