package io.callmeter.kpi.reference;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import io.callmeter.call.Direction;

/// All calls, whatever is asked for: what came before and after a call.
record History(List<Contact> calls, Instant now) {

	/// Of calls that began at once only one can be the first.
	private static final Comparator<Contact> ORDER = Comparator.comparing(Contact::beganAt)
		.thenComparing((contact) -> contact.call().callId());

	/// Whether no call of its case began earlier; without a case it is one of its own.
	boolean isFirstOfItsCase(Contact call) {
		String caseId = call.call().crm().caseId();
		return caseId == null || this.calls.stream()
			.filter((other) -> caseId.equals(other.call().crm().caseId()))
			.noneMatch((other) -> ORDER.compare(other, call) < 0);
	}

	/// Whether the customer can no more call again in time.
	boolean isPassed(Contact call, Duration window) {
		return !call.beganAt().plus(window).isAfter(this.now);
	}

	/// Whether the customer called again in time.
	boolean isRepeated(Contact call, Duration window) {
		return this.calls.stream()
			.filter((other) -> other.is(Direction.INBOUND))
			.filter((other) -> call.call().customerNumber() != null
					&& call.call().customerNumber().equals(other.call().customerNumber()))
			.anyMatch(
					(other) -> ORDER.compare(other, call) > 0 && !other.beganAt().isAfter(call.beganAt().plus(window)));
	}

}
