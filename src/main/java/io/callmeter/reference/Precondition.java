package io.callmeter.reference;

import java.util.Arrays;
import java.util.List;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;

/// On what a change depends, by RFC 9110 section 13.
///
/// @param ifMatch one of these must be stored, or with `*` anything; empty for no matter
/// @param onlyNew whether nothing may be stored
record Precondition(List<String> ifMatch, boolean onlyNew) {

	/// @param ifMatch the header as sent, null when it was not
	/// @param ifNoneMatch the header as sent, null when it was not; only `*` has a
	/// meaning for changes
	static Precondition of(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
		if (ifNoneMatch != null && !ifNoneMatch.strip().equals("*")) {
			throw RequestProblem.invalid("If-None-Match", ifNoneMatch,
					"Invalid If-None-Match '" + ifNoneMatch
							+ "'. Expected *, which creates and never replaces; to change what "
							+ "you have read send its ETag as If-Match.");
		}
		return new Precondition(
				(ifMatch != null) ? Arrays.stream(ifMatch.split(",", -1)).map(String::strip).toList() : List.of(),
				ifNoneMatch != null);
	}

	/// Refuses a change of what somebody else has changed.
	/// @param etag of what is stored; null for nothing
	void check(@Nullable String etag) {
		if (this.onlyNew && etag != null) {
			throw refused("If-None-Match", "*",
					"It exists already, with ETag " + etag + ". Leave If-None-Match out to replace it.");
		}
		if (this.ifMatch.isEmpty()) {
			return;
		}
		if (etag == null) {
			throw refused("If-Match", String.join(", ", this.ifMatch),
					"It does not exist, so no ETag matches. Leave If-Match out to create it.");
		}
		if (!this.ifMatch.contains("*") && !this.ifMatch.contains(etag)) {
			throw refused("If-Match", String.join(", ", this.ifMatch),
					"Changed by someone else: the ETag is now " + etag + ". Read it again and repeat your change.");
		}
	}

	private static RequestProblem refused(String header, String value, String detail) {
		return new RequestProblem(Problem.PRECONDITION_FAILED, header, value, detail);
	}

}
