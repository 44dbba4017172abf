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

	/// Of a channel, such as the extension of a telephone.
	private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

	private static final String CONTEXT = ";phone-context=";

	private static final Pattern QUOTES = Pattern.compile("^\\s*\"|\"?\\s*<?$");

	private static final String OF_NUMBERS = "+0123456789*#-.() /";

	/// Fewer digits are part of a name.
	private static final int FEWEST = 7;

	/// Fewer digits of a channel count its lines.
	private static final int FEWEST_OF_CHANNEL = 2;

	/// How often an escape may be escaped; each time takes characters from the text.
	private static final int DEEPEST = PhoneNumber.LONGEST;

	static PhoneAddress of(String text) {
		String plain = plain(text);
		int quoted = endOfQuotes(plain);
		int open = plain.indexOf('<', quoted);
		if (open >= 0) {
			return named(text, plain, open, end(plain, open, ">"));
		}
		if (quoted > 0) {
			return (quoted == plain.length()) ? named(text, plain, 0, plain.length() - 1)
					: named(text, plain, quoted - 1, plain.length());
		}
		int words = endOfWords(plain);
		return (words > 0) ? named(text, plain, words - 1, plain.length()) : of(text, plain);
	}

	/// Whether a text is nothing but the digits of an international number, as most are,
	/// and not that of all who hide theirs.
	static boolean isPlain(String text) {
		if (text.length() <= FEWEST || text.charAt(0) != '+' || text.equals(ANONYMOUS)) {
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

	/// A name, and an address between two signs; the name may be empty.
	private static PhoneAddress named(String text, String plain, int open, int close) {
		String address = plain.substring(open + 1, close).strip();
		if (address.indexOf('<') >= 0 || address.indexOf('"') >= 0) {
			return new PhoneAddress(text, List.of(), plain);
		}
		String name = unquoted(plain.substring(0, open + 1));
		PhoneAddress read = of(address);
		if (name.isEmpty()) {
			return new PhoneAddress(read.kept.equals(address) ? text : read.kept, read.numbers, read.compared);
		}
		if (!read.numbers.isEmpty() || read.compared.equals(PhoneNumber.WITHHELD)) {
			return read;
		}
		if (isWithheld(name)) {
			return new PhoneAddress(text, List.of(), PhoneNumber.WITHHELD);
		}
		// Where the address is that of a line, some put the number where names belong.
		return isOfNumber(name, FEWEST) ? new PhoneAddress(text, List.of(name), read.compared) : read;
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
		boolean hasParameters = address.indexOf(';') >= 0 && isOfNumber(user(address), FEWEST);
		if (!hasScheme && !hasParameters && (at < 0 || address.lastIndexOf(':', at) >= 0)) {
			// Of parameters plans read only what was taken apart here.
			boolean begins = !address.isEmpty() && !Character.isLetter(address.codePointAt(0))
					&& address.indexOf(';') < 0;
			return new PhoneAddress(kept, begins ? List.of(address) : List.of(),
					isWithheld(address) ? PhoneNumber.WITHHELD : address);
		}
		String user = user(address);
		String host = (at < 0) ? "" : host(address.substring(at + 1));
		if (isWithheld(user)) {
			return new PhoneAddress(kept, List.of(), PhoneNumber.WITHHELD);
		}
		if (isOfNumber(user, 1)) {
			String context = context(address);
			return new PhoneAddress(kept, context.isEmpty() ? List.of(user) : List.of(user + context, user), user);
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
			boolean hasDashes = user.indexOf('-') != user.lastIndexOf('-');
			if (hasDashes && isOfNumber(user, FEWEST)) {
				numbers.add(user);
			}
			if (isOfNumber(counted, FEWEST_OF_CHANNEL)) {
				numbers.add(counted);
			}
			if (!hasDashes && isOfNumber(user, FEWEST)) {
				numbers.add(user);
			}
		}
		String end = withoutCounter(user(parts[parts.length - 1]));
		if (isWithheld(end)) {
			return new PhoneAddress(kept, List.of(), PhoneNumber.WITHHELD);
		}
		return new PhoneAddress(kept, List.copyOf(numbers),
				!numbers.isEmpty() ? numbers.getFirst() : NAME.matcher(end).matches() ? end : channel);
	}

	private static String withoutCounter(String user) {
		int dash = user.lastIndexOf('-');
		return (dash > 0 && COUNTER.matcher(user).region(dash, user.length()).matches())
				? user.substring(0, dash).strip() : user;
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
		return PhoneNumbers.isInternational(country) ? CONTEXT + country : "";
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

	/// What stands before an address, without the sign that begins it, and quotes.
	private static String unquoted(String before) {
		return QUOTES.matcher(before).replaceAll("").strip();
	}

	/// Behind the words before a number; 0 where there are none, or no number follows.
	private static int endOfWords(String text) {
		int end = end(text, 0, "@+0123456789(");
		boolean isWords = end > 0 && text.charAt(end - 1) == ' ' && Character.isLetter(text.charAt(0));
		return (isWords && isOfNumber(text.substring(end), FEWEST)) ? end : 0;
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

	/// Percent-encoding and escapes of HTML undone, however often they are escaped
	/// themselves, and digits and signs those of ASCII.
	private static String plain(String text) {
		String plain = text.strip();
		String before = "";
		for (int i = 0; i < DEEPEST && !isPlainText(plain) && !plain.equals(before); i++) {
			before = plain;
			String decoded = decoded(plain);
			plain = (decoded.equals(plain) ? PlainText.of(plain).toString() : decoded).strip();
		}
		return plain;
	}

	/// Whether nothing in a text is escaped, and all of it printed in ASCII.
	private static boolean isPlainText(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c < ' ' || c >= 0x7f || c == '%' || c == '&') {
				return false;
			}
		}
		return true;
	}

	private static String decoded(String escaped) {
		String text = (escaped.indexOf('&') < 0) ? escaped
				: escaped.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
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
