package io.callmeter.call;

/// How a call ended, when the source says so; else the fact view computes it from the legs.
public enum CallOutcome {

	/// Customer and agent, or a menu that served, were connected.
	CONNECTED,
	/// An answering machine picked up; only ever sent, never computed.
	MACHINE,
	/// A menu did all that was needed.
	SERVED,
	/// The caller left a message.
	VOICEMAIL,
	/// The caller asked to be called back.
	CALLBACK,
	/// Nobody answered.
	NO_ANSWER,
	/// The line was busy.
	BUSY,
	/// Switched off or out of coverage.
	UNREACHABLE,
	/// The far end refused the call.
	REJECTED,
	/// There is no such number.
	INVALID_NUMBER,
	/// A fault of network or system.
	FAILED,
	/// The caller hung up before being served.
	ABANDONED

}
