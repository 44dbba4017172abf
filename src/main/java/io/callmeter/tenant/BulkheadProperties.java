package io.callmeter.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How many connections those who ask may hold.
///
/// @param connections all of them together; null for two thirds of what writers leave of the pool
/// @param perTenant those of one tenant; null for two thirds of these
/// @param maxWait how long one is waited for
@ConfigurationProperties("callmeter.bulkhead")
record BulkheadProperties(@Nullable Integer connections, @Nullable Integer perTenant,
		@DefaultValue("5s") Duration maxWait) {

	/// Key look-ups and readiness find so many connections at least.
	static final int RESERVE = 2;

	BulkheadProperties {
		if (connections != null && connections < 1) {
			throw new IllegalArgumentException(
					"Invalid callmeter.bulkhead.connections " + connections + ". Expected 1 or more");
		}
		if (perTenant != null && perTenant < 1) {
			throw new IllegalArgumentException(
					"Invalid callmeter.bulkhead.per-tenant " + perTenant + ". Expected 1 or more");
		}
		if (maxWait.isNegative()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.bulkhead.max-wait " + maxWait + ". Expected 0s or more");
		}
	}

	/// How many connections all hold together at most.
	/// @param pool how many there are
	/// @param writers how many of them calls are written over
	int connectionsOf(int pool, int writers) {
		int left = pool - writers;
		int most = (this.connections != null) ? this.connections : Math.min(left - RESERVE, left * 2 / 3);
		if (most < 1 || most > left - RESERVE) {
			throw new IllegalArgumentException("Too few connections: spring.datasource.hikari.maximum-pool-size is "
					+ pool + ", of which callmeter.ingest.writers and stream-writers take " + writers
					+ ", callmeter.bulkhead.connections " + Math.max(1, most) + ", and key look-ups and readiness need "
					+ RESERVE + ". Raise the first or lower the others");
		}
		return most;
	}

	/// How many one tenant holds at most.
	/// @param connections how many all hold together
	int perTenantOf(int connections) {
		return Math.min(connections, (this.perTenant != null) ? this.perTenant : Math.max(1, connections * 2 / 3));
	}

}
