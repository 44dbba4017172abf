package io.callmeter.chaos;

import java.util.Set;

/// What a client wants done.
///
/// @param expected statuses that are an answer for good
record Request(String method, String path, String type, String body, Set<Integer> expected) {

	static final String JSON = "application/json";

	static Request get(String path) {
		return new Request("GET", path, JSON, "", Set.of(200));
	}

}
