package io.callmeter.call;

/// Who ended a leg.
public enum EndedBy {

	CUSTOMER, AGENT, SYSTEM

}
