package io.callmeter.sample;

/// The configured week is not one that the sample can be loaded into.
final class WrongWeek extends RuntimeException {

	WrongWeek(String week, String reason) {
		super("callmeter.sample.week is '" + week + "', which " + reason + ".");
	}

}
