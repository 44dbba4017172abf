package io.callmeter.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// Writers, questions and what is kept for key look-ups fit into the pool.
class BulkheadPropertiesTest {

	@ParameterizedTest
	@CsvSource({ "10, 5, 3, 2", "8, 5, 1, 1", "9, 5, 2, 1", "20, 5, 10, 6", "50, 8, 28, 18" })
	void whatWritersLeaveIsShared(int pool, int writers, int connections, int perTenant) {
		BulkheadProperties unset = properties(null, null);

		assertThat(unset.connectionsOf(pool, writers)).isEqualTo(connections);
		assertThat(unset.perTenantOf(connections)).isEqualTo(perTenant);
	}

	@Test
	void aPoolThatHasNoRoomForAllIsRefusedAtTheStart() {
		assertThatIllegalArgumentException().isThrownBy(() -> properties(4, null).connectionsOf(10, 5))
			.withMessageContaining("maximum-pool-size is 10");
		assertThatIllegalArgumentException().isThrownBy(() -> properties(null, null).connectionsOf(7, 5));
		assertThat(properties(3, null).connectionsOf(10, 5)).isEqualTo(3);
	}

	@Test
	void aTenantHasNoMoreThanAll() {
		assertThat(properties(3, 9).perTenantOf(3)).isEqualTo(3);
		assertThatIllegalArgumentException().isThrownBy(() -> properties(null, 0));
	}

	private static BulkheadProperties properties(@Nullable Integer connections, @Nullable Integer perTenant) {
		return new BulkheadProperties(connections, perTenant, Duration.ofSeconds(5));
	}

}
