package io.callmeter.reference;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.Codes;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A disposition as it is sent and shown; what it does not say it means is false.
///
/// @param campaign null for all that have none of their own
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Disposition",
		description = "What a dialer's or CRM's word for the result of a call means, for readers and exports; no figure reads "
				+ "its flags.")
record DispositionEntry(
		@Schema(description = "As calls name it; in a body the same as in the path, or left out.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "The campaign in which it has this meaning; null for all others.", nullable = true,
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String campaign,
		@Schema(description = "Label for people.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "The call reached its aim.", defaultValue = "false") Boolean sale,
		@Schema(description = "The person meant was reached.", defaultValue = "false") Boolean contact,
		@Schema(description = "A machine answered.", defaultValue = "false") Boolean machine,
		@Schema(description = "The customer is to be called again.", defaultValue = "false") Boolean callback,
		@Schema(description = "The customer does not want to be called again.",
				defaultValue = "false") Boolean doNotCall,
		@Schema(description = "Whether it is in use.", defaultValue = "true") Boolean active) implements Entry {

	DispositionEntry(@Nullable String code, @Nullable String campaign, @Nullable String name, @Nullable Boolean sale,
			@Nullable Boolean contact, @Nullable Boolean machine, @Nullable Boolean callback,
			@Nullable Boolean doNotCall, @Nullable Boolean active) {
		this.code = (code != null) ? Codes.plain(code) : null;
		this.campaign = (campaign != null) ? Codes.plain(campaign) : null;
		this.name = Fields.text("name", name, Words.LONGEST_NAME);
		this.sale = Boolean.TRUE.equals(sale);
		this.contact = Boolean.TRUE.equals(contact);
		this.machine = Boolean.TRUE.equals(machine);
		this.callback = Boolean.TRUE.equals(callback);
		this.doNotCall = Boolean.TRUE.equals(doNotCall);
		this.active = active == null || active;
		if (this.contact && this.machine) {
			throw RequestProblem.invalid("machine", "true",
					"A call that a machine answered did not reach the person meant; send contact or machine.");
		}
	}

	/// What looks like a phone number in code and name masked.
	DispositionEntry masked() {
		return new DispositionEntry((this.code != null) ? NumberMask.masked(this.code) : null, this.campaign,
				NumberMask.masked(this.name), this.sale, this.contact, this.machine, this.callback, this.doNotCall,
				this.active);
	}

}
