package io.callmeter.kpi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/// Rows as CSV: from, to, the group's keys, then each figure, of a ratio with its two parts.
final class KpiCsv implements KpiWriter {

	static final String MEDIA_TYPE = "text/csv";

	static final MediaType TYPE = MediaType.parseMediaType(MEDIA_TYPE);

	/// The header that says of an answer where its figures were taken from.
	static final String PLAN = "Callmeter-Plan";

	private final KpiQuery query;

	private final CsvStyle style;

	private final HttpServletResponse response;

	private @Nullable CsvRecords records;

	KpiCsv(KpiQuery query, CsvStyle style, HttpServletResponse response) {
		this.query = query;
		this.style = style;
		this.response = response;
	}

	@Override
	public void begin(KpiAnswer answer, String plan) {
		this.response.setHeader(PLAN, plan);
		warn(this.response, answer.warnings());
	}

	@Override
	public void row(KpiRow row) {
		var record = new ArrayList<@Nullable Object>();
		record.add(row.from());
		record.add(row.to());
		record.addAll(row.group().values());
		this.query.metrics().forEach((metric) -> add(record, metric, row));
		try {
			records().add(record);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/// Says in a header what JSON says in the answer.
	static void warn(HttpServletResponse response, List<Warning> warnings) {
		if (!warnings.isEmpty()) {
			response.setHeader(Warning.HEADER, Warning.header(warnings));
		}
	}

	/// A header without a row if there was none.
	@Override
	public void end(List<String> estimated) {
		try {
			records();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void flush() {
		try {
			records().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(List<@Nullable Object> record, Metric metric, KpiRow row) {
		KpiValue value = row.metrics().getOrDefault(metric.id(), KpiValue.NONE);
		record.add(value.value());
		columns(this.query, metric).values().forEach((part) -> record.add(part.apply(value)));
	}

	/// What a figure has besides its value.
	private static Map<String, Function<KpiValue, @Nullable Object>> columns(KpiQuery query, Metric metric) {
		var columns = new LinkedHashMap<String, Function<KpiValue, @Nullable Object>>();
		if (query.figure(metric).denominator() != null) {
			columns.put("numerator", KpiValue::numerator);
			columns.put("denominator", KpiValue::denominator);
		}
		if (query.figure(metric) instanceof Figure.Percentile) {
			columns.put("errorBound", KpiValue::errorBound);
		}
		if (metric.unit() == Metric.Unit.MONEY) {
			columns.put("byCurrency", KpiValue::byCurrency);
		}
		if (metric.figure() instanceof Figure.RepeatRate) {
			columns.put("provisional", KpiValue::provisional);
		}
		if (!metric.figure().equals(query.figure(metric))) {
			columns.put("standard", (value) -> (value.standard() != null) ? value.standard().value() : null);
		}
		if (query.confidence() != null) {
			columns.put("low", (value) -> (value.confidence() != null) ? value.confidence().low() : null);
			columns.put("high", (value) -> (value.confidence() != null) ? value.confidence().high() : null);
		}
		if (query.compare() != null) {
			columns.put("compared", (value) -> (value.comparison() != null) ? value.comparison().value() : null);
			columns.put("absoluteChange",
					(value) -> (value.comparison() != null) ? value.comparison().absoluteChange() : null);
			columns.put("relativeChange",
					(value) -> (value.comparison() != null) ? value.comparison().relativeChange() : null);
		}
		if (!query.targets().isEmpty()) {
			columns.put("target", (value) -> (value.target() != null) ? value.target().value() : null);
			columns.put("met", (value) -> (value.target() != null) ? value.target().met() : null);
			columns.put("distance", (value) -> (value.target() != null) ? value.target().distance() : null);
		}
		return columns;
	}

	private CsvRecords records() throws IOException {
		if (this.records == null) {
			this.records = CsvRecords.of(this.response, this.style, "kpis", this.query.selection());
			this.records.add(header(this.query));
		}
		return this.records;
	}

	private static List<String> header(KpiQuery query) {
		var header = new ArrayList<>(List.of("from", "to"));
		query.groupBy().forEach((dimension) -> header.add(dimension.key()));
		for (Metric metric : query.metrics()) {
			header.add(metric.id());
			columns(query, metric).keySet().forEach((part) -> header.add(metric.id() + "." + part));
		}
		return header;
	}

}
