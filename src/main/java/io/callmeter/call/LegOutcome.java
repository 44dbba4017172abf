package io.callmeter.call;

/// How a leg ended; which of them a leg can have depends on its kind.
public enum LegOutcome {

	/// An agent answered.
	ANSWERED,
	/// The caller hung up.
	ABANDONED,
	/// Left by time-out, key or transfer before an answer.
	OVERFLOWED,
	/// Left for a callback.
	CALLBACK,
	/// Left for voicemail.
	VOICEMAIL,
	/// Not let in: closed, full, no agents.
	REFUSED,
	/// A technical fault.
	FAILED,
	/// The agent did not answer.
	MISSED,
	/// The agent refused.
	DECLINED,
	/// The caller left, or a colleague was faster.
	CANCELLED,
	/// The menu did what was needed, or passed the caller on.
	SERVED

}
