package io.callmeter.sample;

/// The sample was asked for and is not part of this build.
final class SampleMissing extends RuntimeException {

	SampleMissing() {
		super("callmeter.sample is true, but this build has no sample calls.");
	}

}
