package io.callmeter.ingest;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.Leg;
import org.jspecify.annotations.Nullable;

/// A call that must be kept: what it lacks may still come, what it has stays as it is, whoever sends what.
///
/// @param callId the call
/// @param delivered as it is sent now; null where the change has no call
record Held(String callId, @Nullable Call delivered) {

	/// The source's count of its versions, which goes on.
	private static final String REVISION = "revision";

	/// What a change comes to when its call is held.
	static CallState.Next after(Change change, CallState state, CallState.Next next) {
		Held held = new Held(change.callId(), change.delivered().findFirst().orElse(null));
		try {
			held.check(change, state, next.state());
			return withStoredAssignments(state, next);
		}
		catch (InvalidCall why) {
			return new CallState.Next(state, new Effect.Refused(why));
		}
	}

	/// What its number was assigned to when it came counts, whatever it was assigned to
	/// since.
	private static CallState.Next withStoredAssignments(CallState before, CallState.Next next) {
		if (before instanceof CallState.Present had && next.state() instanceof CallState.Present has) {
			var kept = new CallState.Present(has.call(), has.crm(), had.dialledFor().over(has.dialledFor()));
			if (!kept.equals(has)) {
				return new CallState.Next(kept, kept.equals(had) ? Effect.Done.UNCHANGED : next.effect(),
						next.adjusted());
			}
		}
		return next;
	}

	private void check(Change change, CallState before, CallState after) {
		if (change instanceof Change.Delete) {
			throw new InvalidCall("callId", this.callId, Reason.ON_HOLD, "The call '" + this.callId
					+ "' is on legal hold and cannot be deleted. GET /v1/holds has the reason.");
		}
		if (before instanceof CallState.Present had && after instanceof CallState.Present has) {
			checkFields("", had.call(), has.call());
			checkFields("", had.crm(), has.crm());
			checkFields("", had.crm().over(had.call().crm()), has.crm().over(has.call().crm()));
		}
	}

	/// Field by field, so that one which calls have some day is kept, too.
	private void checkFields(String path, Record had, Record has) {
		for (RecordComponent field : had.getClass().getRecordComponents()) {
			Object was = value(field, had);
			Object is = value(field, has);
			String name = path + field.getName();
			switch (was) {
				case null -> {
					// may still come
				}
				case CrmFields crm -> checkFields(path, crm, Objects.requireNonNull((CrmFields) is));
				case Map<?, ?> entries -> entries.forEach((key, value) -> checkValue(name + "." + key, value,
						(is instanceof Map<?, ?> others) ? others.get(key) : null));
				case List<?> legs -> checkLegs(legs, (is instanceof List<?> others) ? others : List.of());
				default -> {
					if (is == null || !field.getName().equals(REVISION)) {
						checkValue(name, was, is);
					}
				}
			}
		}
	}

	private void checkLegs(List<?> had, List<?> has) {
		Map<String, Leg> legs = new HashMap<>();
		has.forEach((leg) -> legs.put(((Leg) leg).legId(), (Leg) leg));
		for (Object leg : had) {
			String legId = ((Leg) leg).legId();
			Leg other = legs.get(legId);
			if (other == null) {
				throw refused("legs", null, "the leg '" + legId + "'");
			}
			checkFields(part(legId), (Leg) leg, other);
		}
	}

	private void checkValue(String field, @Nullable Object was, @Nullable Object is) {
		if (!Objects.equals(was, is)) {
			throw refused(field, is, field);
		}
	}

	private InvalidCall refused(String field, @Nullable Object value, String what) {
		return new InvalidCall(field, value, Reason.ON_HOLD,
				"The call '" + this.callId + "' is on legal hold: this would "
						+ ((value != null) ? "overwrite " : "remove ") + what
						+ ". Send it as it is stored, or have the hold released; GET /v1/holds has the reason.");
	}

	/// Where a leg is in what was sent.
	private String part(String legId) {
		List<Leg> legs = (this.delivered != null) ? this.delivered.legs() : List.of();
		return IntStream.range(0, legs.size())
			.filter((i) -> legs.get(i).legId().equals(legId))
			.mapToObj((i) -> "legs[" + i + "].")
			.findFirst()
			.orElse("legs.");
	}

	private static @Nullable Object value(RecordComponent field, Record of) {
		try {
			return field.getAccessor().invoke(of);
		}
		catch (ReflectiveOperationException ex) {
			throw new LinkageError(ex.getMessage(), ex);
		}
	}

}
