package io.callmeter.ingest;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.call.Leg;
import org.jspecify.annotations.Nullable;

/// What is stored under a call id; [#after(Change, Assignments)] is the whole of the merge rules (DESIGN: Model,
/// Merging).
sealed interface CallState {

	/// The CRM's fields, which came before the call; none where nothing is stored at all.
	record Waiting(CrmFields crm) implements CallState {

		/// Nothing is stored.
		static final Waiting FOR_ANYTHING = new Waiting(CrmFields.NONE);

	}

	/// The call as the dialer sent it, the CRM's fields that win over the dialer's, and
	/// what stands in for what the dialer left out.
	record Present(Call call, CrmFields crm, DialledFor dialledFor) implements CallState {

		/// The call under the campaign and queues that it counts under.
		Call counted() {
			return this.call.dialledFor(this.dialledFor.campaign(), this.dialledFor.queue());
		}

		/// The same of a call whose personal data are of age.
		/// @param before what is stored; null where that is nothing, or not of age
		/// @param accounts whatever was said of the call, now and before
		Present withoutPersonalData(@Nullable Present before, List<Call> accounts) {
			return new Present(this.call.withoutPersonalData((before != null) ? before.call() : null, accounts),
					this.crm.without(Set.of(), (before != null) ? before.crm() : CrmFields.NONE), this.dialledFor);
		}

	}

	/// The call was deleted.
	record Deleted() implements CallState {
	}

	/// The state after a change, and what the change did.
	/// @param adjusted whether times were moved by less than a second to be in order
	record Next(CallState state, Effect effect, boolean adjusted) {

		Next(CallState state, Effect effect) {
			this(state, effect, false);
		}

		/// The effect as it is reported.
		Effect reported() {
			return (this.adjusted && this.effect instanceof Effect.Done done) ? new Effect.Adjusted(done) : this.effect;
		}

	}

	/// The state after a change; a change that contradicts what is stored leaves it as it
	/// is. What a call was dialled for is asked anew with each delivery, of the whole
	/// call.
	default Next after(Change change, Assignments assignments) {
		return after(change, assignments, UnaryOperator.identity());
	}

	/// The same where not all of a call is stored.
	/// @param stored what is, of the call as it would be after the change
	default Next after(Change change, Assignments assignments, UnaryOperator<Present> stored) {
		try {
			return switch (change) {
				case Change.Merge(Call call, boolean assumedLegId) -> {
					if (assumedLegId) {
						requireSameLegs(call);
					}
					yield merged(call, assignments, stored);
				}
				case Change.Replace(Call call) -> replaced(call, assignments, stored);
				case Change.Patch patch -> patched(patch.patch(), stored);
				case Change.Delete delete -> (this instanceof Present) ? new Next(new Deleted(), Effect.Done.DELETED)
						: new Next(this, Effect.Done.UNKNOWN);
			};
		}
		catch (InvalidCall why) {
			return new Next(this, new Effect.Refused(why));
		}
	}

	/// The same without the number of the call's customer.
	default CallState withoutCustomer() {
		return switch (this) {
			case Present(Call call, CrmFields crm, DialledFor dialledFor) ->
				new Present(call.withoutCustomer(), crm, dialledFor);
			case Waiting waiting -> waiting;
			case Deleted deleted -> deleted;
		};
	}

	/// A leg under an id that its row did not have must not be another than the one that
	/// is stored under it.
	private void requireSameLegs(Call delivered) {
		if (this instanceof Present(Call call, CrmFields _, DialledFor _)) {
			for (Leg leg : delivered.legs()) {
				if (call.legs()
					.stream()
					.anyMatch((other) -> other.legId().equals(leg.legId()) && !other.isAgain(leg))) {
					throw new InvalidCall("leg.legId", null, Reason.MISSING,
							"leg.legId is required: the call has another leg already. Send a column with the ids of the "
									+ "legs as leg.legId, or numberLegs=true if the rows of a call follow each other, "
									+ "always in the same order.");
				}
			}
		}
	}

	private Next merged(Call delivered, Assignments assignments, UnaryOperator<Present> stored) {
		return switch (this) {
			case Waiting(CrmFields crm) -> created(delivered, crm, assignments, stored);
			case Present(Call call, CrmFields crm, DialledFor dialledFor) -> {
				Next next = changed(call.merge(delivered), crm, assignments, stored);
				yield (next.effect() == Effect.Done.UNCHANGED && isOlder(delivered, call))
						? new Next(this, Effect.Done.STALE) : next;
			}
			case Deleted deleted -> new Next(deleted, Effect.Done.STALE);
		};
	}

	private Next replaced(Call delivered, Assignments assignments, UnaryOperator<Present> stored) {
		return switch (this) {
			case Waiting(CrmFields crm) -> created(delivered, crm, assignments, stored);
			case Present(Call call, CrmFields crm, DialledFor dialledFor) -> isOlder(delivered, call)
					? merged(delivered, assignments, stored) : changed(delivered, crm, assignments, stored);
			case Deleted deleted -> created(delivered, CrmFields.NONE, assignments, stored);
		};
	}

	private Next patched(UnaryOperator<CrmFields> patch, UnaryOperator<Present> stored) {
		return switch (this) {
			case Waiting(CrmFields crm) -> new Next(new Waiting(patch.apply(crm)), Effect.Done.WAITING);
			case Present(Call call, CrmFields crm, DialledFor dialledFor) ->
				changed(stored.apply(new Present(call, patch.apply(crm), dialledFor)));
			case Deleted deleted -> new Next(deleted, Effect.Done.UNKNOWN);
		};
	}

	private static Next created(Call call, CrmFields crm, Assignments assignments, UnaryOperator<Present> stored) {
		Call ordered = call.inOrder();
		return new Next(stored.apply(new Present(ordered, crm, assignments.of(ordered))), Effect.Done.CREATED,
				!ordered.equals(call));
	}

	private Next changed(Call call, CrmFields crm, Assignments assignments, UnaryOperator<Present> stored) {
		Call ordered = call.inOrder();
		Next next = changed(stored.apply(new Present(ordered, crm, assignments.of(ordered))));
		return new Next(next.state(), next.effect(), !ordered.equals(call));
	}

	private Next changed(Present next) {
		return next.equals(this) ? new Next(this, Effect.Done.UNCHANGED) : new Next(next, Effect.Done.UPDATED);
	}

	private static boolean isOlder(Call delivered, Call stored) {
		Long revision = delivered.revision();
		Long storedRevision = stored.revision();
		return revision != null && storedRevision != null && revision < storedRevision;
	}

}
