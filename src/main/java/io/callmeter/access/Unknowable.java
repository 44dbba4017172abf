package io.callmeter.access;

import io.callmeter.http.Problem;

import org.springframework.http.ProblemDetail;
import org.springframework.security.core.AuthenticationException;

/// Whether somebody is known by what was shown cannot be found out at the moment: what is asked does not answer.
class Unknowable extends AuthenticationException {

	private final Problem problem;

	private final String detail;

	private Unknowable(Problem problem, String detail, RuntimeException cause) {
		super(detail, cause);
		this.problem = problem;
		this.detail = detail;
	}

	static Unknowable withoutDatabase(RuntimeException cause) {
		return new Unknowable(Problem.DATABASE_UNAVAILABLE,
				"The database does not answer. Try again in " + Problem.RETRY_AFTER_SECONDS + " s.", cause);
	}

	static Unknowable withoutIssuer(RuntimeException cause) {
		return new Unknowable(Problem.ISSUER_UNAVAILABLE,
				"The token issuer does not answer. Try again later, or send an API key.", cause);
	}

	ProblemDetail detail() {
		return this.problem.detail(this.detail, null, null);
	}

}
