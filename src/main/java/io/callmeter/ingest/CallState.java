package io.callmeter.ingest;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.InvalidCall;
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
	record Next(CallState state, Effect effect) {
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
				case Change.Merge(Call call) -> merged(call, assignments, stored);
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

	private Next merged(Call delivered, Assignments assignments, UnaryOperator<Present> stored) {
		return switch (this) {
			case Waiting(CrmFields crm) ->
				new Next(stored.apply(present(delivered, crm, assignments)), Effect.Done.CREATED);
			case Present(Call call, CrmFields crm, DialledFor dialledFor) -> {
				Next next = changed(stored.apply(present(call.merge(delivered), crm, assignments)));
				yield (next.effect() == Effect.Done.UNCHANGED && isOlder(delivered, call))
						? new Next(this, Effect.Done.STALE) : next;
			}
			case Deleted deleted -> new Next(deleted, Effect.Done.STALE);
		};
	}

	private Next replaced(Call delivered, Assignments assignments, UnaryOperator<Present> stored) {
		return switch (this) {
			case Waiting(CrmFields crm) ->
				new Next(stored.apply(present(delivered, crm, assignments)), Effect.Done.CREATED);
			case Present(Call call, CrmFields crm, DialledFor dialledFor) ->
				isOlder(delivered, call) ? merged(delivered, assignments, stored)
						: changed(stored.apply(present(delivered, crm, assignments)));
			case Deleted deleted ->
				new Next(stored.apply(present(delivered, CrmFields.NONE, assignments)), Effect.Done.CREATED);
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

	private Next changed(Present next) {
		return next.equals(this) ? new Next(this, Effect.Done.UNCHANGED) : new Next(next, Effect.Done.UPDATED);
	}

	private static Present present(Call call, CrmFields crm, Assignments assignments) {
		return new Present(call, crm, assignments.of(call));
	}

	private static boolean isOlder(Call delivered, Call stored) {
		Long revision = delivered.revision();
		Long storedRevision = stored.revision();
		return revision != null && storedRevision != null && revision < storedRevision;
	}

}
