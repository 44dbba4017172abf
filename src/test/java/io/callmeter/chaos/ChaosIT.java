package io.callmeter.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.callmeter.Thorough;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/// Two replicas under traffic, while each fault strikes in turn: once in the short form; in the long one
/// (`-Dcallmeter.test.thorough=true`) again and again for half an hour, or for `-Dcallmeter.test.minutes=`, in which a day
/// of calls is sent.
@Tag(ChaosIT.TAG)
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class ChaosIT {

	/// `mvn verify -Pchaos` runs what is tagged so, and nothing else does.
	static final String TAG = "chaos";

	private static final Path FOLDER = Path.of("target", "chaos");

	private static final Duration LENGTH = Duration
		.ofMinutes(Integer.getInteger("callmeter.test.minutes", Thorough.orElse(30, 2)));

	/// How many changes are acknowledged before anything fails.
	private static final int CALM = Thorough.orElse(1500, 200);

	/// How long clients may take to have all acknowledged that they have begun.
	private static final Duration SETTLE_LIMIT = Duration.ofMinutes(2);

	private static final int CONNECTIONS = 16;

	private final Report report = new Report();

	private Site site;

	@BeforeAll
	void start(@TempDir Path folder) throws IOException, InterruptedException {
		this.site = new Site(folder, FOLDER, LENGTH);
	}

	@AfterAll
	void stop() throws IOException {
		if (this.site != null) {
			try (Site ended = this.site) {
				this.report.bloat(ended);
				this.report.write(FOLDER.resolve("chaos.md"));
			}
		}
	}

	@TestFactory
	Stream<DynamicTest> nothingAcknowledgedIsLostOrCountedTwiceWhen() {
		List<Fault> chosen = chosen();
		Stream<Fault> faults = Thorough.isOn() ? Stream.iterate(0, (i) -> i + 1)
			.map((i) -> chosen.get(i % chosen.size()))
			.takeWhile((_) -> !this.site.traffic().timeline().isOver()) : chosen.stream();
		return Stream.concat(faults.map((fault) -> DynamicTest.dynamicTest(fault.toString(), () -> endure(fault))),
				Stream.of(DynamicTest.dynamicTest("all is over", this::keepNothing)));
	}

	/// Those of `-Dcallmeter.test.faults=POSTGRES_KILLED,DISK_FULL`, or all.
	private static List<Fault> chosen() {
		String some = System.getProperty("callmeter.test.faults");
		return (some != null) ? Arrays.stream(some.split(",")).map(Fault::valueOf).toList() : List.of(Fault.values());
	}

	private void endure(Fault fault) throws IOException, InterruptedException {
		String missing = fault.missing(this.site);
		if (missing != null) {
			this.report.skipped(fault, missing);
			Assumptions.abort(missing);
		}
		Counts counts = this.site.traffic().goOn();
		Duration recovered = null;
		boolean settled = false;
		try {
			this.site.traffic().untilAcknowledged(CALM);
			fault.strike(this.site);
			recovered = this.site.recover();
			settled = this.site.traffic().settle(SETTLE_LIMIT);
		}
		finally {
			if (!settled) {
				repair();
			}
			Comparison found = Comparison.of(this.site);
			this.report.step(fault, counts, found, settled ? recovered : null);
			check(fault, counts, found);
		}
		assertThat(settled).as("whether all was acknowledged without a hand").isTrue();
		fault.check(counts);
		if (fault == Fault.NOTHING) {
			this.report.state("before the first fault", this.site);
		}
	}

	/// The steps after this one shall not suffer from it.
	private void repair() throws IOException, InterruptedException {
		this.site.restartReplicas();
		assertThat(this.site.traffic().settle(SETTLE_LIMIT)).as("whether all was acknowledged by restarted replicas")
			.isTrue();
	}

	private static void check(Fault fault, Counts counts, Comparison found) {
		assertThat(counts.unexpected(fault.allowed())).isEmpty();
		assertThat(found.lost()).as("acknowledged and not stored as last said").isEmpty();
		assertThat(found.twice()).as("stored twice, or by nobody").isEmpty();
		assertThat(found.figures()).as("other figures than those of what was acknowledged").isEmpty();
	}

	private void keepNothing() throws IOException, InterruptedException {
		this.report.state("at the end", this.site);
		assertThat(Report.connections(this.site)).isLessThanOrEqualTo(2 * CONNECTIONS);
		assertThat(Comparison.mismatches(this.site.replicas().getFirst(), this.site.traffic().timeline())).isZero();
	}

}
