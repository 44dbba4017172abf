package io.callmeter.sample;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WeekTest {

	@ParameterizedTest
	@CsvSource({ "2026-12-01, 2026-W48, 2026-11-23", "2026-11-30, 2026-W48, 2026-11-23",
			"2026-11-29, 2026-W47, 2026-11-16", "2027-01-04, 2026-W53, 2026-12-28",
			"2026-01-05, 2026-W01, 2025-12-29" })
	void theLastWeekBeforeADayHasEndedOnASunday(LocalDate day, String week, LocalDate monday) {
		assertThat(Week.lastBefore(day)).hasToString(week).isEqualTo(new Week(monday)).isEqualTo(Week.parse(week));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-46", "2026W46", "2026-W54", "last", "2026-11-09" })
	void whatIsNoWeekIsToldWithItsRemedy(String text) {
		assertThatExceptionOfType(WrongWeek.class).isThrownBy(() -> Week.parse(text))
			.satisfies((wrong) -> assertThat(new WrongWeekAnalyzer().analyze(wrong)).satisfies((analysis) -> {
				assertThat(analysis.getDescription()).contains("callmeter.sample.week", "'" + text + "'");
				assertThat(analysis.getAction()).contains("2026-W46");
			}));
	}

	@Test
	void aWeekBeginsOnAMonday() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Week(LocalDate.of(2026, 11, 10)))
			.withMessageContaining("2026-11-10");
	}

}
