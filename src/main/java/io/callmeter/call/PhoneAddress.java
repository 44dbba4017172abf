package io.callmeter.call;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A party of a call as telephone systems write it: a number, a `sip:` or `tel:` address (RFC 3261, RFC 3966), the channel
/// of a PBX, each alone or behind the name of a person. Reads what is there and knows no numbering plan.
///
/// @param kept the text without a person's name, which is no part of a number
/// @param numbers what may be a number, the likeliest first; empty where nothing can
/// @param compared what the party is compared as where none of these is a number of a country
record PhoneAddress(String kept, List<String> numbers, String compared) {

	/// The word anonymous on the keys of a telephone.
	private static final String ANONYMOUS = "+266696687";

	/// What hides a number, as user of an address or as its name (RFC 3323, RFC 3325).
	private static final Set<String> WITHHELD = Set.of("", "anonymous", "restricted", "private", "unavailable",
			"unknown", PhoneNumber.WITHHELD, ANONYMOUS);

	/// A host that nobody has (RFC 2606), as that of `anonymous.invalid`.
	private static final String NO_HOST = ".invalid";

	private static final Pattern SCHEME = Pattern.compile("(?:sips?|tel|callto|h323):", Pattern.CASE_INSENSITIVE);

	/// What channels of Asterisk and FreeSWITCH begin with.
	private static final Set<String> TECHNOLOGIES = Set.of("pjsip", "sip", "iax2", "local", "dahdi", "zap", "sccp",
			"misdn", "capi", "khomp", "dongle", "quectel", "ooh323", "h323", "motif", "agent", "sofia", "loopback",
			"user", "freetdm", "verto.rtc");

	/// The number of a call that a channel ends with.
	private static final Pattern COUNTER = Pattern.compile("-[0-9a-fA-F]{1,16}");

	private static final String CONTEXT = ";phone-context=";

	private static final String OF_NUMBERS = "+0123456789*#-.() /";

	/// Fewer digits of a channel count its lines, behind a word they are part of a name.
	private static final int FEWEST_OF_CHANNEL = 3;

	private static final int FEWEST_BEHIND_WORDS = 7;

	/// How often an escape may be escaped.
	private static final int DEEPEST = 3;

	static PhoneAddress of(String text) {
		String plain = plain(text).strip();
		int quoted = endOfQuotes(plain);
		int open = plain.indexOf('<', quoted);
		if (open >= 0) {
			int close = plain.indexOf('>', open);
			return named(text, plain.substring(0, open),
					plain.substring(open + 1, (close < 0) ? plain.length() : close));
		}
		if (quoted > 0) {
			String behind = plain.substring(quoted).strip();
			return behind.isEmpty() ? of(text, unquoted(plain)) : named(text, plain.substring(0, quoted), behind);
		}
		int words = endOfWords(plain);
		return named(text, plain.substring(0, words), plain.substring(words));
	}

	/// Whether a text is nothing but the digits of an international number, as most are,
	/// and not that of all who hide theirs.
	static boolean isPlain(String text) {
		if (text.length() <= FEWEST_BEHIND_WORDS || text.charAt(0) != '+' || text.equals(ANONYMOUS)) {
			return false;
		}
		for (int i = 1; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	private static boolean isWithheld(String word) {
		return WITHHELD.contains(word.strip().toLowerCase(Locale.ROOT));
	}

	private static PhoneAddress named(String text, String nameAsSent, String addressAsSent) {
		String name = unquoted(nameAsSent.strip());
		if (name.isEmpty()) {
			return of(text, addressAsSent.strip());
		}
		PhoneAddress address = of(addressAsSent.strip());
		if (!address.numbers.isEmpty() || address.compared.equals(PhoneNumber.WITHHELD)) {
			return address;
		}
		if (isWithheld(name)) {
			return new PhoneAddress(address.kept, List.of(), PhoneNumber.WITHHELD);
		}
		// Where the address is that of a line, some put the number where names belong.
		return isOfNumber(name, FEWEST_BEHIND_WORDS) ? new PhoneAddress(text, List.of(name), address.compared)
				: address;
	}

	/// An address without a name.
	private static PhoneAddress of(String kept, String address) {
		int slash = address.indexOf('/');
		if (slash > 0 && TECHNOLOGIES.contains(address.substring(0, slash).toLowerCase(Locale.ROOT))) {
			return channel(kept, address);
		}
		Matcher scheme = SCHEME.matcher(address);
		boolean hasScheme = scheme.lookingAt();
		int at = address.indexOf('@');
		// The schemes of others are none of a telephone system's.
		if (!hasScheme && (at < 0 || address.lastIndexOf(':', at) >= 0)) {
			return new PhoneAddress(kept, List.of(address), isWithheld(address) ? PhoneNumber.WITHHELD : address);
		}
		String user = user(address);
		String host = (at < 0) ? "" : host(address.substring(at + 1));
		if (isWithheld(user)) {
			return new PhoneAddress(kept, List.of(), PhoneNumber.WITHHELD);
		}
		if (isOfNumber(user, 1)) {
			return new PhoneAddress(kept, List.of(user + context(address)), user);
		}
		if (host.endsWith(NO_HOST)) {
			return new PhoneAddress(kept, List.of(), PhoneNumber.WITHHELD);
		}
		return new PhoneAddress(kept, List.of(), (at < 0) ? address : "sip:" + user + '@' + host);
	}

	/// The number in a channel is the last part of it that is one; what counts calls is
	/// no part of anybody's address.
	private static PhoneAddress channel(String kept, String channel) {
		String[] parts = channel.split("/", -1);
		List<String> numbers = new ArrayList<>();
		for (int i = parts.length - 1; i > 0; i--) {
			String user = user(parts[i]);
			String counted = withoutCounter(user);
			for (String number : (user.indexOf('-') == user.lastIndexOf('-')) ? List.of(counted, user)
					: List.of(user, counted)) {
				if (isOfNumber(number, FEWEST_OF_CHANNEL)) {
					numbers.add(number);
				}
			}
		}
		String end = withoutCounter(user(parts[parts.length - 1]));
		if (isWithheld(end)) {
			return new PhoneAddress(kept, List.of(), PhoneNumber.WITHHELD);
		}
		return new PhoneAddress(kept, List.copyOf(numbers),
				numbers.isEmpty() ? channel.substring(0, channel.lastIndexOf('/') + 1) + end : numbers.getFirst());
	}

	private static String withoutCounter(String user) {
		int dash = user.lastIndexOf('-');
		return (dash > 0 && COUNTER.matcher(user).region(dash, user.length()).matches()) ? user.substring(0, dash)
				: user;
	}

	/// What stands before the host, without parameters and password.
	private static String user(String address) {
		Matcher scheme = SCHEME.matcher(address);
		int start = scheme.lookingAt() ? scheme.end() : 0;
		return address.substring(start, end(address, start, "@;:?")).strip();
	}

	private static String host(String behindAt) {
		int start = behindAt.startsWith("[") ? Math.max(0, behindAt.indexOf(']')) : 0;
		return behindAt.substring(0, end(behindAt, start, ":;?>")).strip().toLowerCase(Locale.ROOT);
	}

	/// In which country a number without one is dialled, as a parameter of it.
	private static String context(String address) {
		int start = address.toLowerCase(Locale.ROOT).indexOf(CONTEXT);
		String country = (start < 0) ? ""
				: address.substring(start + CONTEXT.length(), end(address, start + CONTEXT.length(), "@;:?"));
		return country.startsWith("+") ? CONTEXT + country : "";
	}

	private static int end(String text, int start, String signs) {
		int end = start;
		while (end < text.length() && signs.indexOf(text.charAt(end)) < 0) {
			end++;
		}
		return end;
	}

	/// Behind the quotes that a text begins with; 0 where it does not, or they do not
	/// end.
	private static int endOfQuotes(String text) {
		for (int i = 1; text.startsWith("\"") && i < text.length(); i++) {
			if (text.charAt(i) == '\\') {
				i++;
			}
			else if (text.charAt(i) == '"') {
				return i + 1;
			}
		}
		return 0;
	}

	private static String unquoted(String name) {
		return (name.length() > 1 && name.startsWith("\"") && name.endsWith("\""))
				? name.substring(1, name.length() - 1).strip() : name;
	}

	/// Behind the words before a number; 0 where there are none, or no number follows.
	private static int endOfWords(String text) {
		int end = end(text, 0, "+0123456789(");
		boolean isWords = end > 0 && text.charAt(end - 1) == ' ' && Character.isLetter(text.charAt(0));
		return (isWords && isOfNumber(text.substring(end), FEWEST_BEHIND_WORDS)) ? end : 0;
	}

	/// Whether a text has at least some digits, and nothing but them and what people
	/// write between.
	private static boolean isOfNumber(String text, int fewest) {
		int digits = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (OF_NUMBERS.indexOf(c) < 0) {
				return false;
			}
			digits += (c >= '0' && c <= '9') ? 1 : 0;
		}
		return digits >= fewest;
	}

	/// Percent-encoding and escapes of HTML undone, and digits and signs those of ASCII.
	private static String plain(String text) {
		String decoded = (text.indexOf('&') < 0) ? text
				: text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
		for (int i = 0; i < DEEPEST && decoded.indexOf('%') >= 0; i++) {
			decoded = decoded(decoded);
		}
		for (int i = 0; i < decoded.length(); i++) {
			if (decoded.charAt(i) < ' ' || decoded.charAt(i) >= 0x7f) {
				return PlainText.of(decoded).toString();
			}
		}
		return decoded;
	}

	private static String decoded(String text) {
		var bytes = new ByteArrayOutputStream(text.length());
		byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
		for (int i = 0; i < encoded.length; i++) {
			int high = (encoded[i] == '%' && i + 2 < encoded.length) ? Character.digit(encoded[i + 1], 16) : -1;
			int low = (high >= 0) ? Character.digit(encoded[i + 2], 16) : -1;
			bytes.write((low >= 0) ? 16 * high + low : encoded[i]);
			i += (low >= 0) ? 2 : 0;
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
