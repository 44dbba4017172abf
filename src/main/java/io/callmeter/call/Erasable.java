package io.callmeter.call;

import java.util.Set;

/// What can be erased of a call for good. Its name is stored with the call's identity, so that no later delivery brings
/// the value back.
public enum Erasable {

	/// The customer's number, of a call in which it was `from`.
	FROM,
	/// The customer's number, of a call in which it was `to`.
	TO,
	/// `recordingUrl`.
	RECORDING_URL,
	/// `attributes`.
	ATTRIBUTES,
	/// `source`.
	SOURCE,
	/// `trunk`.
	TRUNK,
	/// `disposition`, the dialer's and the CRM's.
	DISPOSITION,
	/// `caseId`, the dialer's and the CRM's.
	CASE_ID,
	/// `trunk` of legs.
	LEG_TRUNK,
	/// `skill` of legs.
	LEG_SKILL,
	/// `reason` of legs.
	LEG_REASON,
	/// `transferredTo` of legs.
	TRANSFERRED_TO,
	/// `callId`, which has a stand-in.
	CALL_ID,
	/// `legId` of legs, which have stand-ins.
	LEG_ID;

	/// Whether the customer's number is among what was erased of a call, whichever side
	/// was theirs.
	public static boolean isCustomerIn(Set<Erasable> erased) {
		return erased.contains(FROM) || erased.contains(TO);
	}

}
