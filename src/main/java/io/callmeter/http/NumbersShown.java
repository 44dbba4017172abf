package io.callmeter.http;

/// Knows whether whoever is answered may see phone numbers.
@FunctionalInterface
public interface NumbersShown {

	/// Of the request that this thread answers.
	boolean now();

}
