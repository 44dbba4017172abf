package io.callmeter.call;

/// How a segment was transferred.
public enum Transfer {

	/// Without asking the other side first.
	BLIND,
	/// After speaking with the other side.
	CONSULT

}
