package io.callmeter.ingest;

import java.io.IOException;

/// A body that is longer than is read.
final class BodyTooLarge extends IOException {

	BodyTooLarge(String message) {
		super(message);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
