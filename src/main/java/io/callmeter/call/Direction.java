package io.callmeter.call;

/// Which way a call goes, seen from the centre.
public enum Direction {

	/// A customer calls the centre.
	INBOUND,
	/// The centre calls a customer.
	OUTBOUND,
	/// Both ends are in the centre.
	INTERNAL

}
