package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.callmeter.Dice;
import io.callmeter.Property;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BestRowsTest {

	private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-16T09:00:00Z");

	@Property(tries = 200)
	void areTheFirstOfAllInTheirOrderAndNoMoreAreKept(Dice dice) {
		int limit = dice.between(1, 10);
		KpiQuery query = KpiQueries.query(Map.of("orderBy", "-offered", "limit", String.valueOf(limit)));
		List<KpiRow> rows = IntStream.range(0, dice.between(0, 60))
			.mapToObj((n) -> row(n, dice.between(0, 4)))
			.toList();
		var best = new BestRows(query);

		for (KpiRow row : rows) {
			best.accept(row, cell(row));
			assertThat(best.size()).isLessThanOrEqualTo(limit);
		}

		assertThat(passedOn(best)).isEqualTo(rows.stream().sorted(query.order().comparator()).limit(limit).toList());
	}

	@Test
	void areAllWhereNoneIsTooMany() {
		KpiQuery query = KpiQueries.query(Map.of("orderBy", "offered"));
		var best = new BestRows(query);
		for (int n = 3; n > 0; n--) {
			best.accept(row(n, n), cell(row(n, n)));
		}

		assertThat(passedOn(best)).extracting((row) -> row.metrics().getOrDefault("offered", KpiValue.NONE).value())
			.containsExactly(new BigDecimal(1), new BigDecimal(2), new BigDecimal(3));
	}

	@Test
	void areRefusedWhereMoreHadToBeKeptThanMayBe() {
		var best = new BestRows(KpiQueries.query(Map.of("orderBy", "offered")));
		KpiRow row = row(1, 1);

		RequestProblem problem = catchThrowableOfType(RequestProblem.class, () -> {
			for (long n = 0; n <= AnswerSize.MOST_KEPT; n++) {
				best.accept(row, cell(row));
			}
		});

		assertThat(problem.problem()).isEqualTo(Problem.ANSWER_TOO_LARGE);
		assertThat(problem).hasMessageContaining("Send limit");
	}

	private static List<KpiRow> passedOn(BestRows best) {
		var rows = new ArrayList<KpiRow>();
		best.passOn((row, _) -> rows.add(row));
		return rows;
	}

	private static KpiRow row(int number, int offered) {
		Map<String, @Nullable Object> group = Map.of("queue", String.valueOf(number));
		return new KpiRow(NINE, NINE.plusSeconds(1), group,
				Map.of("offered", KpiValue.single(BigDecimal.valueOf(offered))), null);
	}

	private static Cell cell(KpiRow row) {
		return new Cell(row.from().toInstant(), row.to().toInstant(), () -> Duration.ZERO, Map.of(), Map.of());
	}

}
