package io.callmeter.access;

import java.util.Set;

import io.callmeter.tenant.Tenant;

/// Who asks. A parameter of this type, or of [Tenant], of an operation is filled with the caller of the request.
///
/// @param tenant whose data it is about
/// @param scopes what the caller may do
/// @param name as the audit names the caller: the prefix and name of the key, or the subject of the token
public record Caller(Tenant tenant, Set<Scope> scopes, String name) {

	public Caller {
		scopes = Set.copyOf(scopes);
	}

	public boolean may(Scope scope) {
		return this.scopes.contains(scope);
	}

	/// Whether numbers of customers are shown unmasked.
	public boolean seesNumbers() {
		return may(Scope.PII_READ);
	}

}
