package io.callmeter.kpi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the codes of networks say of a dial that nobody is known to have picked up: the table of the page `KPIS.md`,
/// which [CallOutcomeIT] asks of the service code by code.
final class OutcomeCodes {

	/// Causes of ITU-T Q.850; those that it does not define say nothing, as 0.
	static final List<Codes> CAUSES = List.of(new Codes("INVALID_NUMBER", 1, 22, 28), new Codes("BUSY", 17),
			new Codes("UNREACHABLE", 18, 20, 27), new Codes("REJECTED", 21), new Codes("NO_ANSWER", 16, 19),
			new Codes("FAILED", 2, 3, 4, 5, 6, 7, 8, 9, 14, 23, 24, 25, 26, 29, 30, 31, 34, 38, 39, 40, 41, 42, 43, 44,
					46, 47, 49, 50, 53, 55, 57, 58, 62, 63, 65, 66, 69, 70, 79, 81, 82, 83, 84, 85, 86, 87, 88, 90, 91,
					95, 96, 97, 98, 99, 100, 101, 102, 103, 110, 111, 127));

	/// Final statuses of SIP: those that RFC 3398 gives a cause, 607 (RFC 8197), 608 (RFC
	/// 8688), and 488 and 606, whose cause depends on a header there. Any 2xx is
	/// CONNECTED.
	static final List<Codes> STATUSES = List.of(new Codes("INVALID_NUMBER", 404, 410, 484, 485, 604),
			new Codes("BUSY", 486, 600), new Codes("UNREACHABLE", 480),
			new Codes("REJECTED", 401, 402, 403, 407, 603, 607, 608), new Codes("FAILED", 400, 405, 406, 408, 413, 414,
					415, 416, 420, 421, 423, 481, 482, 483, 488, 500, 501, 502, 503, 504, 505, 513, 606));

	private OutcomeCodes() {
	}

	/// What a code says; empty where it says nothing.
	static Optional<String> outcome(List<Codes> table, int code) {
		return table.stream().filter((row) -> row.codes.contains(code)).map(Codes::outcome).findFirst();
	}

	/// Codes that say the same.
	record Codes(String outcome, List<Integer> codes) {

		private Codes(String outcome, Integer... codes) {
			this(outcome, List.of(codes));
		}

		/// Neighbours as a range: `81–88, 90`.
		String words() {
			return this.codes.stream()
				.filter((code) -> !this.codes.contains(code - 1))
				.map((first) -> first + this.codes.stream()
					.filter((last) -> last > first && !this.codes.contains(last + 1))
					.filter((last) -> this.codes.indexOf(last) - this.codes.indexOf(first) == last - first)
					.map((last) -> "–" + last)
					.findFirst()
					.orElse(""))
				.collect(Collectors.joining(", "));
		}

	}

}
