package io.callmeter.ingest;

import java.util.function.UnaryOperator;

import io.callmeter.call.Call;
import io.callmeter.call.CrmFields;
import io.callmeter.call.InvalidCall;

/// What is stored under a call id; [#after(Change)] is the whole of the merge rules (DESIGN: Model, Merging).
sealed interface CallState {

	/// The CRM's fields, which came before the call; none where nothing is stored at all.
	record Waiting(CrmFields crm) implements CallState {

		/// Nothing is stored.
		static final Waiting FOR_ANYTHING = new Waiting(CrmFields.NONE);

	}

	/// The call as the dialer sent it, and the CRM's fields that win over the dialer's.
	record Present(Call call, CrmFields crm) implements CallState {
	}

	/// The call was deleted.
	record Deleted() implements CallState {
	}

	/// The state after a change, and what the change did.
	record Next(CallState state, Effect effect) {
	}

	/// The state after a change; a change that contradicts what is stored leaves it as it
	/// is.
	default Next after(Change change) {
		try {
			return switch (change) {
				case Change.Merge(Call call) -> merged(call);
				case Change.Replace(Call call) -> replaced(call);
				case Change.Patch patch -> patched(patch.patch());
				case Change.Delete delete -> (this instanceof Present) ? new Next(new Deleted(), Effect.Done.DELETED)
						: new Next(this, Effect.Done.UNKNOWN);
			};
		}
		catch (InvalidCall why) {
			return new Next(this, new Effect.Refused(why));
		}
	}

	private Next merged(Call delivered) {
		return switch (this) {
			case Waiting(CrmFields crm) -> new Next(new Present(delivered, crm), Effect.Done.CREATED);
			case Present(Call call, CrmFields crm) -> {
				Next next = changed(new Present(call.merge(delivered), crm));
				yield (next.effect() == Effect.Done.UNCHANGED && isOlder(delivered, call))
						? new Next(this, Effect.Done.STALE) : next;
			}
			case Deleted deleted -> new Next(deleted, Effect.Done.STALE);
		};
	}

	private Next replaced(Call delivered) {
		return switch (this) {
			case Waiting(CrmFields crm) -> new Next(new Present(delivered, crm), Effect.Done.CREATED);
			case Present(Call call, CrmFields crm) ->
				isOlder(delivered, call) ? merged(delivered) : changed(new Present(delivered, crm));
			case Deleted deleted -> new Next(new Present(delivered, CrmFields.NONE), Effect.Done.CREATED);
		};
	}

	private Next patched(UnaryOperator<CrmFields> patch) {
		return switch (this) {
			case Waiting(CrmFields crm) -> new Next(new Waiting(patch.apply(crm)), Effect.Done.WAITING);
			case Present(Call call, CrmFields crm) -> changed(new Present(call, patch.apply(crm)));
			case Deleted deleted -> new Next(deleted, Effect.Done.UNKNOWN);
		};
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
