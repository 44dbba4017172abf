package io.callmeter.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import io.callmeter.Thorough;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/// What goes wrong, and ends: [#strike(Site)] returns when the cause is gone, and the service has to find its way back by
/// itself.
enum Fault {

	NOTHING("nothing") {

		@Override
		void strike(Site site) {
			site.traffic().untilAcknowledged(Thorough.orElse(1500, 200));
		}

	},

	POSTGRES_KILLED("PostgreSQL is killed and started again") {

		@Override
		void strike(Site site) throws IOException, InterruptedException {
			site.postgres().kill();
			site.untilSomebodyNotices();
			site.postgres().start();
		}

	},

	POSTGRES_PAUSED("PostgreSQL stands still and goes on") {

		@Override
		void strike(Site site) throws IOException, InterruptedException {
			site.postgres().pause();
			site.untilSomebodyNotices();
			site.postgres().resume();
		}

	},

	CONNECTIONS_CUT("all connections to the database are cut") {

		@Override
		void strike(Site site) {
			site.proxy().cut();
		}

	},

	CONNECTIONS_TERMINATED("the database terminates all connections of the service") {

		@Override
		void strike(Site site) {
			site.postgres()
				.asSuperuser("postgres")
				.sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = :service")
				.param("service", Postgres.APPLICATION)
				.query(Long.class)
				.single();
		}

	},

	NETWORK_SILENT("the network to the database goes silent and comes back, old connections dead") {

		@Override
		void strike(Site site) {
			site.proxy().goSilent();
			site.untilSomebodyNotices();
			site.proxy().speak();
		}

	},

	DISK_FULL("the disk of the database is full and has room again") {

		@Override
		@Nullable String missing(Site site) {
			return (site.disk() == null) ? "no file system may be mounted here" : null;
		}

		@Override
		void strike(Site site) throws IOException {
			ScratchDisk disk = Objects.requireNonNull(site.disk());
			disk.fill();
			site.untilSomebodyNotices();
			disk.free();
			// Without room for its log PostgreSQL ends; whatever watches it starts it
			// again.
			if (!site.postgres().isAlive()) {
				site.postgres().start();
			}
		}

	},

	REPLICA_KILLED("a replica is killed in the middle of a stream and started again") {

		@Override
		void strike(Site site) throws IOException, InterruptedException {
			Replica replica = site.traffic().replicaOfStream();
			replica.kill();
			site.untilSomebodyNotices();
			replica.start();
			replica.awaitReady();
		}

	},

	REPLICA_STOPPED("a replica is told to stop (SIGTERM) in the middle of a stream and started again") {

		@Override
		void strike(Site site) throws IOException, InterruptedException {
			Replica replica = site.traffic().replicaOfStream();
			Integer status = replica.terminate(STOP_LIMIT);
			replica.kill();
			replica.start();
			replica.awaitReady();
			assertThat(status).as("exit status within " + STOP_LIMIT).isIn(143, 0);
		}

		@Override
		void check(Counts counts) {
			assertThat(counts.withStatus(Counts.STREAM_BROKEN)).as("streams that got no answer").isZero();
		}

	},

	CLOCK_MOVED("the clock of a replica jumps three hours forward and back") {

		@Override
		@Nullable String missing(Site site) {
			return (site.clock() == null) ? "there is no libfaketime here" : null;
		}

		// Tomcat measures silence by this clock: whose body is waited for while it jumps
		// is told that it came too
		// slowly, and sends it again.
		@Override
		Set<String> allowed() {
			return Set.of("408 body-too-slow");
		}

		@Override
		void strike(Site site) throws IOException {
			MovedClock clock = Objects.requireNonNull(site.clock());
			for (String offset : new String[] { "+3h", "-3h", "+0" }) {
				clock.move(offset);
				site.traffic().untilAcknowledged(300);
			}
		}

	};

	private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

	private final String text;

	Fault(String text) {
		this.text = text;
	}

	/// Returns when its cause is gone.
	abstract void strike(Site site) throws IOException, InterruptedException;

	/// Answers that clients may meet besides those that say when to come again.
	Set<String> allowed() {
		return Set.of();
	}

	/// What clients may expect beyond what they always may.
	/// @param counts of the step
	void check(Counts counts) {
	}

	/// Why it cannot happen here; null where it can.
	@Nullable String missing(Site site) {
		return null;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
