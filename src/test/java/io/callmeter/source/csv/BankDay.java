package io.callmeter.source.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/// One real day of a bank's call centre: menu, queue, agent. Local times of Asia/Jerusalem, 1 August 1999.
record BankDay(List<Row> rows) {

	private static final Path FILE = Path.of("..", "shared", "data", "technion", "calls_one_day.csv");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm:ss");

	static boolean isThere() {
		return Files.exists(FILE);
	}

	static BankDay read() throws IOException {
		CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
		try (CSVParser file = format.parse(Files.newBufferedReader(FILE))) {
			return new BankDay(file.stream().map(Row::new).filter((row) -> !row.outcome().equals("PHANTOM")).toList());
		}
	}

	/// The day as a file of which every row is a call with one leg: a row for the menu,
	/// and one for the visit if there
	/// was one.
	String asCsv() {
		StringBuilder csv = new StringBuilder("""
				id,begin,end,leg,menu,service,server,queued,answered,left,how
				""");
		for (Row row : this.rows) {
			LocalTime entry = row.time("vru_entry");
			LocalTime exit = row.time("vru_exit");
			csv.append(String.join(",", row.id(), day(row.first()), day(row.last()), "menu", "menu", "", "", "",
					day(earlier(entry, exit)), day(later(entry, exit)), "SERVED"))
				.append('\n');
			if (row.hasVisit()) {
				boolean answered = row.outcome().equals("AGENT");
				csv.append(String.join(",", row.id(), day(row.first()), day(row.last()), "visit", "", row.cell("type"),
						answered ? row.cell("server") : "", day(row.queued()), answered ? day(row.served()) : "",
						day(row.left()), row.outcome()))
					.append('\n');
			}
		}
		return csv.toString();
	}

	private static String day(@Nullable LocalTime time) {
		return "01/08/1999 " + String.valueOf(time);
	}

	private static @Nullable LocalTime earlier(@Nullable LocalTime some, @Nullable LocalTime other) {
		return (some == null || other == null || some.isBefore(other)) ? some : other;
	}

	private static @Nullable LocalTime later(@Nullable LocalTime some, @Nullable LocalTime other) {
		return (some == null || other == null || some.isAfter(other)) ? some : other;
	}

	/// A row of the file.
	record Row(CSVRecord cells) {

		String cell(String column) {
			return this.cells.get(column);
		}

		/// Line and number: the number alone comes twice 86 times.
		String id() {
			return cell("vru+line") + "-" + cell("call_id");
		}

		String outcome() {
			return cell("outcome");
		}

		/// A time of the row; null where the file says `0:00:00`.
		@Nullable LocalTime time(String column) {
			LocalTime time = LocalTime.parse(cell(column), TIME);
			return time.equals(LocalTime.MIDNIGHT) ? null : time;
		}

		boolean waited() {
			return Integer.parseInt(cell("q_time")) > 0;
		}

		boolean hasVisit() {
			return waited() || outcome().equals("AGENT");
		}

		/// When the visit began: when waiting did, or the menu ended, but never after the
		/// agent answered.
		@Nullable LocalTime queued() {
			LocalTime began = waited() ? time("q_start") : time("vru_exit");
			return earlier(began, (time("ser_start") != null) ? time("ser_start") : began);
		}

		/// When the agent answered; one row of the day has an agent and no time of
		/// service: answered as waiting ended.
		@Nullable LocalTime served() {
			return (time("ser_start") != null) ? time("ser_start") : time("q_exit");
		}

		/// When the visit ended.
		@Nullable LocalTime left() {
			return (outcome().equals("AGENT") && time("ser_exit") != null) ? time("ser_exit") : time("q_exit");
		}

		@Nullable LocalTime first() {
			return times().min(LocalTime::compareTo).orElse(null);
		}

		@Nullable LocalTime last() {
			return times().max(LocalTime::compareTo).orElse(null);
		}

		private Stream<LocalTime> times() {
			return Stream.of("vru_entry", "vru_exit", "q_start", "q_exit", "ser_start", "ser_exit")
				.map((column) -> LocalTime.parse(cell(column), TIME))
				.filter(Predicate.not(LocalTime.MIDNIGHT::equals));
		}

	}

}
