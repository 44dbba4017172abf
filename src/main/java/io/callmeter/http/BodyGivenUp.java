package io.callmeter.http;

import java.io.IOException;

/// A body that does not come in time.
public final class BodyTooSlow extends IOException {

	BodyTooSlow(String message) {
		super(message);
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
