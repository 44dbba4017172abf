package io.callmeter.reference;

import java.util.Currency;
import java.util.Locale;

import io.callmeter.call.Codes;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// What codes, names and currencies of reference data may be.
final class Words {

	static final int LONGEST_CODE = 128;

	static final int LONGEST_NAME = 200;

	private Words() {
	}

	/// A code as it is compared, or null when none was sent.
	/// @throws RequestProblem if it cannot be one
	static @Nullable String checkedIfSent(String field, @Nullable String code) {
		return (code != null) ? checked(field, code) : null;
	}

	/// A code as it is compared.
	/// @throws RequestProblem if it cannot be one
	static String checked(String field, @Nullable String code) {
		return Fields.text(field, (code != null) ? Codes.plain(code) : null, LONGEST_CODE);
	}

	/// An ISO 4217 code as sent, or null when none was.
	/// @throws RequestProblem if it is none
	static @Nullable String currency(@Nullable String currency) {
		String code = (currency != null) ? currency.toUpperCase(Locale.ROOT) : null;
		if (code != null && Currency.getAvailableCurrencies()
			.stream()
			.noneMatch((known) -> known.getCurrencyCode().equals(code))) {
			throw RequestProblem.invalid("currency", currency,
					"Invalid currency '" + currency + "'. Expected an ISO 4217 code such as EUR.");
		}
		return code;
	}

}
