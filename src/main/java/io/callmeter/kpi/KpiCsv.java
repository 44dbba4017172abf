package io.callmeter.kpi;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/// Rows as CSV: from, to, the group's keys, then each figure, of a ratio with its two parts.
final class KpiCsv implements KpiWriter {

	static final String MEDIA_TYPE = "text/csv";

	/// The header that says of an answer where its figures were taken from.
	static final String PLAN = "Callmeter-Plan";

	/// So many characters are kept before the first leave: what fails until then is
	/// answered with a problem.
	private static final int HELD = 1 << 16;

	private static final MediaType CSV = MediaType.parseMediaType(MEDIA_TYPE);

	private final KpiQuery query;

	private final HttpServletResponse response;

	private @Nullable CsvRecords records;

	KpiCsv(KpiQuery query, HttpServletResponse response) {
		this.query = query;
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

	/// Whether a client wants CSV rather than JSON: which comes first in the header, by
	/// specificity and quality.
	static boolean preferred(@Nullable String accept) {
		List<MediaType> accepted = MediaType.parseMediaTypes(accept);
		MimeTypeUtils.sortBySpecificity(accepted);
		for (MediaType type : accepted) {
			if (type.includes(MediaType.APPLICATION_JSON)) {
				return false;
			}
			if (type.includes(CSV)) {
				return true;
			}
		}
		return false;
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
		record.add(plain(value.value()));
		columns(this.query, metric).values().forEach((part) -> record.add(shown(part.apply(value))));
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

	/// Money by currency as `EUR 12.5; USD 3`.
	static @Nullable Object shown(@Nullable Object part) {
		return switch (part) {
			case null -> null;
			case BigDecimal number -> plain(number);
			case Exact number -> plain(number.rounded());
			case Map<?, ?> money -> money.entrySet()
				.stream()
				.map((one) -> one.getKey() + " " + shown(one.getValue()))
				.collect(Collectors.joining("; "));
			default -> part;
		};
	}

	private CsvRecords records() throws IOException {
		if (this.records == null) {
			this.response.setContentType(MEDIA_TYPE + ";charset=UTF-8");
			this.records = new CsvRecords(new BufferedWriter(
					new OutputStreamWriter(this.response.getOutputStream(), StandardCharsets.UTF_8), HELD));
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

	private static @Nullable String plain(@Nullable BigDecimal number) {
		return (number != null) ? number.toPlainString() : null;
	}

}
