package io.callmeter.kpi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/// Rows as CSV by RFC 4180: from, to, the group's keys, then each figure, of a ratio with its two parts.
///
/// Null is an empty field.
final class KpiCsv implements Consumer<KpiRow> {

	static final String MEDIA_TYPE = "text/csv";

	private final KpiQuery query;

	private final Destination destination;

	private @Nullable CSVPrinter printer;

	/// @param destination opened when the first row is there
	KpiCsv(KpiQuery query, Destination destination) {
		this.query = query;
		this.destination = destination;
	}

	@Override
	public void accept(KpiRow row) {
		var record = new ArrayList<@Nullable Object>();
		record.add(row.from());
		record.add(row.to());
		record.addAll(row.group().values());
		for (KpiValue value : row.metrics().values()) {
			record.add(plain(value.value()));
			switch (value) {
				case KpiValue.Quotient quotient -> {
					record.add(plain(quotient.numerator()));
					record.add(plain(quotient.denominator()));
				}
				case KpiValue.Single _, KpiValue.Percentile _ -> {
				}
			}
		}
		try {
			printer().printRecord(record);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/// Sends what is written; a header without a row if there was none.
	void end() {
		try {
			printer().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private CSVPrinter printer() throws IOException {
		if (this.printer == null) {
			this.printer = new CSVPrinter(this.destination.open(), CSVFormat.RFC4180);
			this.printer.printRecord(header(this.query));
		}
		return this.printer;
	}

	private static List<String> header(KpiQuery query) {
		var header = new ArrayList<>(List.of("from", "to"));
		query.groupBy().forEach((dimension) -> header.add(dimension.key()));
		for (Metric metric : query.metrics()) {
			header.add(metric.id());
			if (metric.figure().denominator() != null) {
				header.add(metric.id() + ".numerator");
				header.add(metric.id() + ".denominator");
			}
		}
		return header;
	}

	private static @Nullable String plain(@Nullable BigDecimal number) {
		return (number != null) ? number.toPlainString() : null;
	}

	/// Where the text goes.
	@FunctionalInterface
	interface Destination {

		Appendable open() throws IOException;

	}

}
