package io.callmeter.access;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a caller may do.
public enum Scope {

	/// Send, change and delete calls.
	CALLS_WRITE("calls:write"),
	/// Read single calls and lists of them.
	CALLS_READ("calls:read"),
	/// Ask for figures.
	KPIS_READ("kpis:read"),
	/// See what happens now.
	LIVE_READ("live:read"),
	/// Change queues, agents, campaigns, numbers, dispositions, calendars and targets.
	REFERENCE_WRITE("reference:write"),
	/// See numbers of customers unmasked; what it opens is audited.
	PII_READ("pii:read"),
	/// Keys, retention, erasure, audit and cells of the caller's tenant.
	ADMIN("admin"),
	/// The scrape of Prometheus, which shows all tenants.
	METRICS_READ("metrics:read"),
	/// Make tenants and their first keys.
	OPERATOR("operator");

	private final String key;

	Scope(String key) {
		this.key = key;
	}

	/// The scope of a name such as `calls:write`; empty where there is none.
	public static Optional<Scope> of(String key) {
		return Arrays.stream(values()).filter((scope) -> scope.key.equals(key)).findFirst();
	}

	/// Its name in keys, tokens and documents.
	@JsonValue
	public String key() {
		return this.key;
	}

	/// Whether it reaches beyond the caller's tenant, so that only an operator may give
	/// it away.
	boolean isOfAllTenants() {
		return this == METRICS_READ || this == OPERATOR;
	}

	@Override
	public String toString() {
		return this.key;
	}

}
