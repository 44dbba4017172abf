package io.callmeter;

/// The long forms of tests: many tries, many calls. `mvn verify -Pthorough` runs these tests alone, in their long form.
public final class Thorough {

	/// The tag of tests that have a long form.
	public static final String TAG = "thorough";

	private Thorough() {
	}

	public static boolean isOn() {
		return Boolean.getBoolean("callmeter.test.thorough");
	}

	/// How many of something a test takes.
	public static int orElse(int thorough, int usual) {
		return isOn() ? thorough : usual;
	}

}
