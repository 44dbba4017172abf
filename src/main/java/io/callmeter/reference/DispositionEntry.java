package io.callmeter.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.Codes;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A disposition as it is sent and shown; what it does not say it means is false.
///
/// @param campaign null for all that have none of their own
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Disposition",
		description = "A disposition of a dialer or CRM. Its flags are for readers and exports and do not affect "
				+ "metrics.")
record DispositionEntry(
		@Schema(description = "Code in calls; optional in a body, where it must match the path.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Campaign of this meaning; null for all others.", nullable = true,
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String campaign,
		@Schema(description = "Display name.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether it is a sale or another conversion.", defaultValue = "false") Boolean sale,
		@Schema(description = "Whether the intended person was reached.", defaultValue = "false") Boolean contact,
		@Schema(description = "Whether a machine answered.", defaultValue = "false") Boolean machine,
		@Schema(description = "Whether the customer is to be called back.", defaultValue = "false") Boolean callback,
		@Schema(description = "Whether the customer must not be called again.",
				defaultValue = "false") Boolean doNotCall,
		@Schema(description = "Whether it is in use.", defaultValue = "true") Boolean active) implements Entry {

	DispositionEntry(@Nullable String code, @Nullable String campaign, @Nullable String name, @Nullable Boolean sale,
			@Nullable Boolean contact, @Nullable Boolean machine, @Nullable Boolean callback,
			@Nullable Boolean doNotCall, @Nullable Boolean active) {
		this.code = (code != null) ? Codes.plain(code) : null;
		this.campaign = (campaign != null) ? Codes.plain(campaign) : null;
		var mistakes = new Mistakes();
		this.name = mistakes.read(() -> Fields.text("name", name, Words.LONGEST_NAME), "");
		this.sale = Boolean.TRUE.equals(sale);
		this.contact = Boolean.TRUE.equals(contact);
		this.machine = Boolean.TRUE.equals(machine);
		this.callback = Boolean.TRUE.equals(callback);
		this.doNotCall = Boolean.TRUE.equals(doNotCall);
		this.active = active == null || active;
		if (this.contact && this.machine) {
			mistakes.add(RequestProblem.invalid("machine", "true",
					"contact and machine contradict each other. Send one of them as true."));
		}
		mistakes.requireNone();
	}

	/// What looks like a phone number in code and name masked.
	DispositionEntry masked() {
		return new DispositionEntry((this.code != null) ? NumberMask.masked(this.code) : null, this.campaign,
				NumberMask.masked(this.name), this.sale, this.contact, this.machine, this.callback, this.doNotCall,
				this.active);
	}

}
