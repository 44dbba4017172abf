package io.callmeter.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

/// A dump that is taken under load is restored beside, as `src/docs/RELIABILITY.md` says it, and a service of its own
/// answers from it. The embedded PostgreSQL has no `pg_dump`; what is installed on the machine brings its own server.
@Tag(ChaosIT.TAG)
@Isolated
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BackupIT {

	private static final String RESTORED = "callmeter_restored";

	private static final Duration LENGTH = Duration.ofMinutes(1);

	private static final Duration SETTLE_LIMIT = Duration.ofMinutes(1);

	private static final Path LOGS = Path.of("target", "backup");

	@TempDir
	private Path folder;

	@Test
	void aDumpTakenUnderLoadHasAllThatWasAcknowledgedBeforeAndTakesTheRestAgain() throws Exception {
		Path programs = installedPrograms();
		Assumptions.assumeTrue(programs != null, "no PostgreSQL with pg_dump is installed here");
		Files.createDirectories(LOGS);
		Path dump = this.folder.resolve("callmeter.dump");
		try (Postgres postgres = Postgres.create(programs, this.folder, LOGS);
				Replica original = started("original", postgres, "callmeter");
				Traffic traffic = Traffic.to(List.of(original), Timeline.through(LENGTH))) {
			traffic.goOn();
			traffic.untilAcknowledged(500);
			assertThat(traffic.settle(SETTLE_LIMIT)).isTrue();
			String settled = traffic.timeline().range(traffic.timeline().now());
			Map<String, String> figures = Comparison.answered(original, settled, true);

			traffic.goOn();
			traffic.untilAcknowledged(200);
			Map<String, SentCall> before = traffic.ledger().stored();
			run(programs.resolve("pg_dump"), postgres, "-Fc", "-f", dump.toString(), "callmeter");
			traffic.untilAcknowledged(200);
			assertThat(traffic.settle(SETTLE_LIMIT)).isTrue();

			postgres.createDatabase(RESTORED);
			run(programs.resolve("pg_restore"), postgres, "--exit-on-error", "-d", RESTORED, dump.toString());
			postgres.asSuperuser(RESTORED).sql("analyze").update();
			try (Replica restored = started("restored", postgres, RESTORED)) {
				assertThat(figures).isNotEmpty();
				assertThat(Comparison.answered(restored, settled, true)).isEqualTo(figures);
				assertThat(Comparison.answered(restored, settled, false)).isEqualTo(figures);
				assertThat(Comparison.mismatches(restored, traffic.timeline())).isZero();
				assertHas(before, traffic.ledger(), revisions(postgres));

				sendAllAgain(traffic.ledger(), restored);

				assertThat(Comparison.of(traffic.ledger(), postgres, RESTORED, List.of(restored), traffic.timeline()))
					.isEqualTo(new Comparison(List.of(), List.of(), List.of()));
			}
		}
	}

	/// The newest PostgreSQL of the machine that brings what makes dumps.
	private static @Nullable Path installedPrograms() throws IOException {
		Path installed = Path.of("/usr/lib/postgresql");
		if (Files.notExists(installed)) {
			return null;
		}
		try (Stream<Path> versions = Files.list(installed)) {
			return versions
				.filter((version) -> Stream.of("initdb", "postgres", "pg_dump", "pg_restore")
					.allMatch((program) -> Files.isExecutable(version.resolve("bin").resolve(program))))
				.max(Comparator.comparing((version) -> Integer.valueOf(String.valueOf(version.getFileName()))))
				.map((version) -> version.resolve("bin"))
				.orElse(null);
		}
	}

	private static Replica started(String name, Postgres postgres, String database) throws IOException {
		Replica replica = Replica.of(name, postgres.url(database), LOGS, Map.of());
		replica.start();
		replica.awaitReady();
		return replica;
	}

	private static void run(Path program, Postgres postgres, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(program.toString(), "-h", "127.0.0.1", "-p",
				String.valueOf(postgres.port()), "-U", "postgres"));
		command.addAll(List.of(arguments));
		long begun = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(said).isZero();
		System.out.printf("%s took %d ms%n", program.getFileName(),
				Duration.ofNanos(System.nanoTime() - begun).toMillis());
	}

	/// Which revision of each call was restored.
	private static Map<String, Integer> revisions(Postgres postgres) {
		return postgres.asSuperuser(RESTORED)
			.sql("select call_id, revision from call")
			.query((row, _) -> Map.entry(row.getString(1), row.getInt(2)))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/// What was corrected or deleted while the dump was taken may be there as it was
	/// before or after that.
	private static void assertHas(Map<String, SentCall> acknowledgedBefore, Ledger ledger,
			Map<String, Integer> restored) {
		Map<String, SentCall> must = new HashMap<>(acknowledgedBefore);
		ledger.deleted().forEach((call) -> must.remove(call.callId()));
		assertThat(restored).containsKeys(must.keySet().toArray(String[]::new));
		assertThat(must.values())
			.allSatisfy((call) -> assertThat(restored.get(call.callId())).isGreaterThanOrEqualTo(call.revision()));
		assertThat(restored).as("what came after the dump is not in it").hasSizeLessThan(ledger.stored().size());
	}

	/// As sources do after a restore: all that they have, whether it is in the dump or
	/// not.
	private static void sendAllAgain(Ledger ledger, Replica replica) throws InterruptedException {
		Client client = new Client(List.of(replica), 0, Counts::new);
		Collection<SentCall> calls = ledger.stored().values();
		client.send(new Request("POST", "/v1/calls", "application/x-ndjson",
				calls.stream().map(SentCall::json).collect(Collectors.joining("\n")), Set.of(200)));
		for (SentCall call : calls) {
			if (call.resolved()) {
				client.send(Poster.patch(call));
			}
		}
		for (SentCall call : ledger.deleted()) {
			client.send(Poster.delete(call));
		}
	}

}
