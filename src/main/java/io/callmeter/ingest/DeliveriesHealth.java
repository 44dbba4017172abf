package io.callmeter.ingest;

import java.time.Duration;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Whether what is delivered is stored in time; where it is not, readiness sends the next delivery to another instance.
@Component("deliveries")
class DeliveriesHealth implements HealthIndicator {

	private final GroupCommit groups;

	private final IngestWaits waits;

	DeliveriesHealth(GroupCommit groups, IngestWaits waits) {
		this.groups = groups;
		this.waits = waits;
	}

	@Override
	public Health health() {
		Duration wait = this.groups.longestWait();
		return (wait.compareTo(this.waits.maxWait().dividedBy(2)) <= 0) ? Health.up().build()
				: Health.outOfService().withDetail("secondsWaiting", wait.toSeconds()).build();
	}

}
