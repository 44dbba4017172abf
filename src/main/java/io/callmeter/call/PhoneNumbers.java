package io.callmeter.call;

import java.util.Locale;
import java.util.Set;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.callmeter.call.InvalidCall.Reason;

/// Makes numbers comparable: E.164 where the numbering plan of the region allows it.
public final class PhoneNumbers {

	private static final Set<String> WITHHELD = Set.of("", "anonymous", "restricted", "private", "unavailable",
			"unknown", PhoneNumber.WITHHELD, "+266696687");

	private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

	private final String region;

	/// The numbers of a centre come with every call, those of customers often.
	private final Remembered known = new Remembered(this::normalised);

	/// @param region ISO 3166 code of the country in which numbers without `+` are
	/// dialled; `ZZ` for none
	/// @throws IllegalArgumentException if the region has no numbering plan
	public PhoneNumbers(String region) {
		if (!region.equals("ZZ") && !PLANS.getSupportedRegions().contains(region)) {
			throw new IllegalArgumentException("no numbering plan is known for the region '" + region
					+ "'; use an ISO 3166 code such as GB, or ZZ for none");
		}
		this.region = region;
	}

	/// The number of a field of the call.
	/// @throws InvalidCall if it is too long, is no text, or was masked by an answer of
	/// this service
	public PhoneNumber of(String field, String raw) {
		if (PhoneNumber.isMasked(raw)) {
			throw new InvalidCall(field, raw, Reason.NOT_ALLOWED,
					field + " is masked; send the number itself, or leave it out to keep what is stored.");
		}
		Checked.text(field, raw, PhoneNumber.LONGEST);
		String trimmed = raw.strip();
		if (WITHHELD.contains(trimmed.toLowerCase(Locale.ROOT))) {
			return new PhoneNumber(raw, PhoneNumber.WITHHELD);
		}
		return new PhoneNumber(raw, this.known.of(trimmed));
	}

	private String normalised(String number) {
		try {
			var parsed = PLANS.parse(number, this.region);
			return PLANS.isPossibleNumber(parsed) ? PLANS.format(parsed, PhoneNumberFormat.E164) : number;
		}
		catch (NumberParseException ex) {
			return number;
		}
	}

}
