package io.callmeter.call;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.callmeter.call.InvalidCall.Reason;
import org.jspecify.annotations.Nullable;

/// Checks of what a call alone has: its id, its attributes, its recording, and its legs beside its start.
final class CallChecks {

	private CallChecks() {
	}

	/// An id that a path can carry.
	static void id(Checks checks, String callId) {
		if (callId.isBlank()) {
			checks.add(new InvalidCall("callId", callId, Reason.NOT_ALLOWED,
					"callId is empty. Expected the id of the call in the source system."));
		}
		else if (checks.id("callId", callId, Call.LONGEST_ID) != null
				&& (callId.indexOf('/') >= 0 || callId.indexOf('\\') >= 0)) {
			checks.add(new InvalidCall("callId", callId, Reason.NOT_ALLOWED,
					"Invalid callId: it contains / or \\, which a path cannot carry. Replace it, for example with a colon."));
		}
		else if (callId.equals(".") || callId.equals("..")) {
			checks.add(new InvalidCall("callId", callId, Reason.NOT_ALLOWED, "Invalid callId '" + callId
					+ "', which a path cannot carry. Put the name of its source in front."));
		}
	}

	/// Legs as many as a call takes, each with its own id and not too far from the start.
	static void legs(Checks checks, @Nullable Instant startedAt, List<Leg> legs) {
		if (legs.size() > Call.MOST_LEGS) {
			checks.add(new InvalidCall("legs", legs.size(), Reason.TOO_MANY,
					"The call has " + legs.size() + " legs. Expected at most " + Call.MOST_LEGS + "."));
			return;
		}
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < legs.size() && !checks.isFull(); i++) {
			Leg leg = legs.get(i);
			if (!ids.add(leg.legId())) {
				checks.add(new InvalidCall("legs[" + i + "].legId", leg.legId(), Reason.CONTRADICTION,
						"Two legs have the legId " + leg.legId() + ". Each leg needs its own."));
			}
			if (startedAt != null && !checks.isWrong("startedAt")) {
				times(checks, i, leg, startedAt);
			}
		}
	}

	private static void times(Checks checks, int i, Leg leg, Instant startedAt) {
		Instant beganAt = leg.beganAt();
		begun(checks, i, "queuedAt", leg.queuedAt(), startedAt);
		begun(checks, i, "offeredAt", leg.offeredAt(), startedAt);
		begun(checks, i, "answeredAt", leg.answeredAt(), startedAt);
		begun(checks, i, "endedAt", leg.endedAt(), startedAt);
		if (Duration.between(startedAt, beganAt).compareTo(Call.LONGEST_TO_A_LEG) > 0) {
			String field = beginning(i, leg);
			untimely(checks, i, new InvalidCall(field, beganAt, Reason.OUT_OF_RANGE, field + " " + beganAt
					+ " is more than 30 days after the call's startedAt " + startedAt + ". Send it as another call."));
		}
		inTime(checks, i, "offeredAt", leg.offeredAt(), startedAt);
		inTime(checks, i, "answeredAt", leg.answeredAt(), startedAt);
		inTime(checks, i, "endedAt", leg.endedAt(), startedAt);
	}

	private static String beginning(int leg, Leg known) {
		return "legs[" + leg + "]."
				+ ((known.queuedAt() != null) ? "queuedAt" : (known.offeredAt() != null) ? "offeredAt" : "answeredAt");
	}

	private static void begun(Checks checks, int leg, String field, @Nullable Instant at, Instant startedAt) {
		if (at != null && Checked.isSkewBeyond(at, startedAt)) {
			String path = "legs[" + leg + "]." + field;
			untimely(checks, leg, new InvalidCall(path, at, Reason.CONTRADICTION,
					path + " " + at + " is before the call's startedAt " + startedAt + ". Correct one of them."));
		}
	}

	private static void inTime(Checks checks, int leg, String field, @Nullable Instant at, Instant startedAt) {
		if (isTooLate(at, startedAt)) {
			untimely(checks, leg, tooLate("legs[" + leg + "]." + field, at, startedAt));
		}
	}

	/// A time that is not too long after the start.
	static void inTime(Checks checks, String field, @Nullable Instant at, @Nullable Instant startedAt) {
		if (startedAt != null && isTooLate(at, startedAt)) {
			checks.eitherWrong(tooLate(field, at, startedAt), "startedAt");
		}
	}

	/// A leg that is moved as a whole is one mistake.
	private static void untimely(Checks checks, int leg, InvalidCall mistake) {
		if (checks.add(mistake.following("legs[" + leg + "]", "startedAt"))) {
			checks.suspect("legs[" + leg + "]");
		}
	}

	private static boolean isTooLate(@Nullable Instant at, Instant startedAt) {
		return at != null && Duration.between(startedAt, at).compareTo(Call.LONGEST) > 0;
	}

	private static InvalidCall tooLate(String field, @Nullable Instant at, Instant startedAt) {
		return new InvalidCall(field, at, Reason.OUT_OF_RANGE, field + " " + at
				+ " is more than 60 days after the call's startedAt " + startedAt + ". Correct one of them.");
	}

	/// Attributes as many and as long as a call takes.
	static void attributes(Checks checks, Map<String, String> attributes) {
		if (attributes.size() > Call.MOST_ATTRIBUTES) {
			checks.add(new InvalidCall("attributes", attributes.size(), Reason.TOO_MANY, "The call has "
					+ attributes.size() + " attributes. Expected at most " + Call.MOST_ATTRIBUTES + "."));
			return;
		}
		attributes.forEach((name, value) -> {
			if (checks.id("attributes", name, Call.LONGEST_CODE) != null) {
				checks.text("attributes." + name, value, 1024);
			}
		});
	}

	/// An address to which a browser goes.
	static void url(Checks checks, @Nullable String url) {
		if (url != null && !isHttp(url)) {
			checks.add(new InvalidCall("recordingUrl", url, Reason.NOT_ALLOWED,
					"Invalid recordingUrl. Expected an http or https URL such as https://recordings.example.com/1."));
		}
	}

	private static boolean isHttp(String url) {
		try {
			URI uri = new URI(url);
			String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
			return uri.getRawAuthority() != null && (scheme.equals("http") || scheme.equals("https"));
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
