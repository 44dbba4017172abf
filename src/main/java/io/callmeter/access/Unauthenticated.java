package io.callmeter.access;

import org.springframework.security.core.AuthenticationException;

/// Nobody is known by what was shown.
class Unauthenticated extends AuthenticationException {

	/// @param remedy a sentence that says what is wrong and what to do about it
	Unauthenticated(String remedy) {
		super(remedy);
	}

}
