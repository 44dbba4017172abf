package io.callmeter.call;

import java.util.List;
import java.util.regex.Pattern;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import io.callmeter.call.InvalidCall.Reason;

/// Makes numbers comparable: E.164 where the numbering plan of the region allows it, however a telephone system has
/// written them. Everything that stores, filters or erases numbers reads them here.
///
/// A number of digits without a plan, such as an extension, is compared as it was dialled, whatever host or channel is
/// around it; a user of letters is compared as `sip:user@host`, a channel without a number without the counter of calls.
public final class PhoneNumbers {

	private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

	/// No country's numbers are as short as extensions are.
	private static final int FEWEST = 7;

	/// More than an exit code, the longest number, the word and the digits of an
	/// extension: what is longer is not worth the time that plans take for it.
	private static final int MOST = 48;

	/// Behind a North American exit code, which is an area of other countries, at least
	/// that of a country, an area and a number.
	private static final int FEWEST_BEHIND_011 = 10;

	private static final String NONE = "";

	private static final Pattern SEPARATORS = Pattern.compile("[ ().\\-/]");

	/// No region at all.
	private static final String NOWHERE = "ZZ";

	private static final Pattern INTERNATIONAL = Pattern.compile("\\+[0-9]+");

	private final String region;

	/// The numbers of a centre come with every call, those of customers often.
	private final Remembered known = new Remembered(this::international);

	/// @param region ISO 3166 code of the country in which numbers without `+` are
	/// dialled; `ZZ` for none
	/// @throws IllegalArgumentException if the region has no numbering plan
	public PhoneNumbers(String region) {
		if (!region.equals(NOWHERE) && !PLANS.getSupportedRegions().contains(region)) {
			throw new IllegalArgumentException("Invalid callmeter.ingest.region '" + region
					+ "'. Expected an ISO 3166 code such as GB, or ZZ for none");
		}
		this.region = region;
	}

	/// The number of a field of the call, without the name of a person beside it.
	/// @throws InvalidCall if it is too long, is no text, or was masked by an answer of
	/// this service
	public PhoneNumber of(String field, String raw) {
		if (PhoneAddress.isPlain(raw) && raw.length() <= PhoneNumber.LONGEST) {
			String known = this.known.of(raw);
			return new PhoneNumber(raw, known.equals(NONE) ? raw : known);
		}
		if (PhoneNumber.isMasked(raw)) {
			throw new InvalidCall(field, raw, Reason.NOT_ALLOWED, "Invalid " + field
					+ ": it is masked. Send the number itself, or leave it out to keep what is stored.");
		}
		Checks checks = new Checks();
		checks.text(field, raw, PhoneNumber.LONGEST);
		checks.requireNone();
		PhoneAddress address = PhoneAddress.of(raw);
		return new PhoneNumber(address.kept(), normalised(address));
	}

	/// Whether a text has the form of E.164.
	public static boolean isInternational(String number) {
		return INTERNATIONAL.matcher(number).matches();
	}

	/// What of a text may be a number, as it was dialled, the likeliest first.
	public static List<String> dialled(String raw) {
		return PhoneAddress.of(raw).numbers();
	}

	private String normalised(PhoneAddress address) {
		return address.compared().equals(PhoneNumber.WITHHELD) ? PhoneNumber.WITHHELD
				: address.numbers()
					.stream()
					.map(this.known::of)
					.filter((number) -> !number.equals(NONE))
					.findFirst()
					.orElse(address.compared());
	}

	/// In E.164; [#NONE] where no plan knows it.
	private String international(String number) {
		long signs = number.chars().filter(Character::isLetterOrDigit).count();
		if (signs < FEWEST || signs > MOST) {
			return NONE;
		}
		String here = parsed(number, number.startsWith("+"));
		return here.equals(NONE) ? behindExitCode(digits(number)) : here;
	}

	/// What a number is behind the exit codes of most countries and of North America,
	/// where they are not that of the region.
	private String behindExitCode(String digits) {
		if (digits.startsWith("00") && digits.length() - 2 >= FEWEST) {
			return parsed('+' + digits.substring(2), false);
		}
		return (digits.startsWith("011") && digits.length() - 3 >= FEWEST_BEHIND_011)
				? parsed('+' + digits.substring(3), false) : NONE;
	}

	/// @param local whether a number that is whole in its own area only is taken as it is
	private String parsed(String number, boolean local) {
		try {
			var parsed = PLANS.parse(number, this.region);
			boolean isPossible = local ? PLANS.isPossibleNumber(parsed)
					: PLANS.isPossibleNumberWithReason(parsed) == ValidationResult.IS_POSSIBLE;
			return isPossible ? readAgain(PLANS.format(parsed, PhoneNumberFormat.E164)) : NONE;
		}
		catch (NumberParseException ex) {
			return NONE;
		}
	}

	/// The same; [#NONE] where the plan would take digits away once more.
	private static String readAgain(String number) throws NumberParseException {
		return PLANS.format(PLANS.parse(number, NOWHERE), PhoneNumberFormat.E164).equals(number) ? number : NONE;
	}

	/// The digits of a number with nothing else but what people write between them;
	/// empty otherwise.
	private static String digits(String number) {
		String digits = SEPARATORS.matcher(number).replaceAll("");
		return digits.chars().allMatch(Character::isDigit) ? digits : "";
	}

}
