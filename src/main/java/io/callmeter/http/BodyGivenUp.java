package io.callmeter.http;

import java.io.IOException;

/// A body that is not read to its end: it does not come in time, or the service stops.
public final class BodyGivenUp extends IOException {

	private final transient RequestProblem why;

	BodyGivenUp(RequestProblem why) {
		super(why);
		this.why = why;
	}

	/// What the sender is told.
	public RequestProblem problem() {
		return this.why;
	}

}
