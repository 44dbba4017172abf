package io.callmeter.kpi;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// KPIs over HTTP, as JSON or CSV.
@RestController
@RequestMapping("/v1/kpis")
@Tag(name = "KPIs", description = "Figures by queue, agent, campaign, number, direction, outcome and time")
class KpiController {

	private static final Logger log = LoggerFactory.getLogger(KpiController.class);

	private static final MediaType CSV = MediaType.parseMediaType(KpiCsv.MEDIA_TYPE);

	private final Kpis kpis;

	private final KpiProperties properties;

	private final MeterRegistry meters;

	KpiController(Kpis kpis, KpiProperties properties, MeterRegistry meters) {
		this.kpis = kpis;
		this.properties = properties;
		this.meters = meters;
	}

	@Operation(operationId = "kpis", summary = "Ask for figures", description = """
			Every figure is `{value, numerator, denominator}`, a count only `{value}`. Ratios are 0..1, durations are \
			seconds; `value` is null when the denominator is 0. A visit, offer or segment counts when it began, a call \
			when it started, in the half-open range from `from` to `to`. Rows come by group (in the order of their \
			code, none last), then by time; every interval of a group is a row, and so is every active queue, agent or \
			campaign when grouped by that alone. Without groupBy and interval there is one row, the same as the total. \
			`text/csv` has the same rows without limit: `id`, `id.numerator`, `id.denominator`.""")
	@ApiResponse(responseCode = "200", description = "The figures", content = {
			@Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = KpiAnswer.class)),
			@Content(mediaType = KpiCsv.MEDIA_TYPE, schema = @Schema(type = "string"), examples = @ExampleObject("""
					from,to,queue,answerRate,answerRate.numerator,answerRate.denominator
					2026-11-09T00:00:00Z,2026-11-16T00:00:00Z,sales,0.875,70,80
					""")) })
	@ApiResponse(responseCode = "400",
			description = "A parameter is unknown, missing or cannot be taken, or the answer "
					+ "would be too large; the problem names the field, the value and the remedy",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "503", description = "The database does not answer; Retry-After says when to try again",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@GetMapping(produces = { MediaType.APPLICATION_JSON_VALUE, KpiCsv.MEDIA_TYPE })
	@Nullable ResponseEntity<KpiAnswer> kpis(@Parameter(required = true, example = "2026-11-09",
			description = "Beginning of the range, which is in it: an instant with an offset, or a local date or "
					+ "date-time in timeZone. A local time that the clock skips is taken as much later, one "
					+ "that it shows twice as the earlier.") @RequestParam(required = false) @Nullable String from,
			@Parameter(required = true, example = "2026-11-16",
					description = "End of the range, which is not in it; written like from.") @RequestParam(
							required = false) @Nullable String to,
			@Parameter(required = true, example = "offered,answered,serviceLevel,averageSpeedOfAnswer",
					description = "Ids of metrics, several by comma or repetition; /v1/kpis/catalogue lists all.") @RequestParam(
							required = false) @Nullable String metrics,
			@Parameter(example = "queue",
					description = "Keys of a row: any of queue, agent, campaign, number, direction, outcome, several by "
							+ "comma or repetition. Null, for what has none, is a group like any other.") @RequestParam(
									required = false) @Nullable String groupBy,
			@Parameter(example = "P1D",
					description = "Step of the calendar, an ISO-8601 duration: days, weeks from Monday, months or years "
							+ "(P1D, P1W, P1M, P3M, P1Y), or time under a day from each local midnight (PT1M, PT15M, "
							+ "PT1H). The first and last interval are cut to the range.") @RequestParam(
									required = false) @Nullable String interval,
			@Parameter(example = "UTC",
					description = "IANA time zone of local times and of the calendar; default: callmeter.time-zone.") @RequestParam(
							required = false) @Nullable String timeZone,
			@Parameter(example = "sales,support",
					description = "Only these queues, several by comma or repetition; empty (queue=) for what has none. "
							+ "A call counts under the queue of its last visit.") @RequestParam(
									required = false) @Nullable String queue,
			@Parameter(
					description = "Only these agents (liam.lewis), like queue. Ratios over offered visits have no value by "
							+ "agent.",
					schema = @Schema(type = "string")) @RequestParam(required = false) @Nullable String agent,
			@Parameter(description = "Only these campaigns (winter-offer,renewals), like queue.") @RequestParam(
					required = false) @Nullable String campaign,
			@Parameter(
					description = "Only these numbers of the centre (+442079460101; called when inbound, shown when outbound) in "
							+ "E.164, like queue; a + sent as a blank is understood.") @RequestParam(
									required = false) @Nullable String number,
			@Parameter(example = "INBOUND",
					description = "Only these directions: INBOUND, OUTBOUND, INTERNAL, several by comma or repetition.") @RequestParam(
							required = false) @Nullable String direction,
			@Parameter(example = "20",
					description = "T: a visit is in time when its wait is at most this; seconds or an ISO-8601 duration, "
							+ "default 20.") @RequestParam(required = false) @Nullable String threshold,
			@Parameter(example = "5",
					description = "S: an abandoned visit is a short abandon when its wait is at most this; seconds or an "
							+ "ISO-8601 duration, default 5.") @RequestParam(
									required = false) @Nullable String shortAbandon,
			@Parameter(example = "10",
					description = "A segment with less talk is a short call; seconds or an ISO-8601 duration, default 10.") @RequestParam(
							required = false) @Nullable String shortCall,
			@Parameter(example = "600",
					description = "A segment with more talk is a long call; seconds or an ISO-8601 duration, default 600.") @RequestParam(
							required = false) @Nullable String longCall,
			@Parameter(example = "2",
					description = "For abandonedCallRate: a person connected to an agent later than this after answering "
							+ "is abandoned too; seconds or an ISO-8601 duration, default never.") @RequestParam(
									required = false) @Nullable String abandonAfter,
			@Parameter(schema = @Schema(implementation = ServiceLevelPolicy.class, defaultValue = "ABANDONS_IGNORED"),
					description = "What serviceLevel divides, answered within T by the rest. ANSWERED_ONLY: by answered. "
							+ "ABANDONS_NEGATIVE: by answered + abandoned. ABANDONS_IGNORED: by answered + abandoned − "
							+ "abandoned within T. ABANDONS_CREDITED: with those abandoned within T, by answered + abandoned. "
							+ "SHORT_EXCLUDED: by answered + abandoned − short abandons. ALL_OFFERED: by "
							+ "offered − waiting.") @RequestParam(required = false) @Nullable String serviceLevelPolicy,
			@Parameter(schema = @Schema(implementation = Attribution.class, defaultValue = "LAST"),
					description = "Whether a call counts under its last or its first queue and agent.") @RequestParam(
							required = false) @Nullable String attribution,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			HttpServletResponse response) {
		var parameters = new KpiParameters(from, to, metrics, groupBy, interval, timeZone, queue, agent, campaign,
				number, direction, threshold, shortAbandon, shortCall, longCall, abandonAfter, serviceLevelPolicy,
				attribution);
		boolean csv = prefersCsv(accept);
		Timer.Sample sample = Timer.start(this.meters);
		String result = "failed";
		try {
			KpiQuery query = parameters.query(this.properties.timeZone());
			ResponseEntity<KpiAnswer> answer = null;
			if (csv) {
				stream(query, response);
			}
			else {
				answer = ResponseEntity.ok()
					.contentType(MediaType.APPLICATION_JSON)
					.body(this.kpis.answer(Tenant.DEFAULT, query));
			}
			result = "ok";
			return answer;
		}
		catch (RequestProblem problem) {
			result = "refused";
			throw problem;
		}
		finally {
			sample.stop(Timer.builder("callmeter.kpi.query")
				.description("How long KPI queries take, CSV until its last row is sent")
				.tag("result", result)
				.tag("format", csv ? "csv" : "json")
				.register(this.meters));
		}
	}

	@Operation(operationId = "kpiCatalogue", summary = "List the metrics",
			description = "What each figure means: its formula in words, and the sums that it is made of.")
	@ApiResponse(responseCode = "200", description = "All metrics")
	@GetMapping(path = "/catalogue", produces = MediaType.APPLICATION_JSON_VALUE)
	List<CatalogueEntry> catalogue() {
		return Metrics.all().stream().map(CatalogueEntry::of).toList();
	}

	private void stream(KpiQuery query, HttpServletResponse response) {
		var rows = new KpiCsv(query, () -> {
			response.setContentType(KpiCsv.MEDIA_TYPE + ";charset=UTF-8");
			return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8),
					1 << 15);
		});
		try {
			this.kpis.stream(Tenant.DEFAULT, query, rows);
			rows.end();
		}
		catch (UncheckedIOException gone) {
			log.debug("The client left before its last row", gone);
		}
	}

	/// The first type of the header, by specificity and quality, that is one of the two.
	private static boolean prefersCsv(@Nullable String accept) {
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

	/// A metric as the catalogue shows it.
	///
	/// @param id as queries name it
	/// @param unit of the value: count, ratio, s, 1/h, score
	/// @param counts what it is counted over: visit, offer, segment, call, attempt
	/// @param formula in words
	/// @param denominator null for what is not divided
	/// @param source the view whose columns are summed
	/// @param additive whether the values of groups and intervals add up to the total;
	/// the parts of a ratio do
	@Schema(name = "KpiMetric", description = "What a figure means.")
	record CatalogueEntry(@Schema(description = "As queries and answers name it.", example = "answerRate") String id,
			@Schema(description = "For people.", example = "Answer rate") String label,
			@Schema(description = "Unit of the value: count, ratio (0..1), s, 1/h or score (0..1).",
					example = "ratio") String unit,
			@Schema(description = "What is counted: visit, offer, segment, call or attempt.",
					example = "visit") String counts,
			@Schema(description = "The formula in words.", example = "answered / offered") String formula,
			@Schema(description = "What is counted, summed, chosen from or divided.",
					example = "answered") String numerator,
			@Schema(description = "What divides it; null where nothing does.", example = "offered",
					nullable = true) @Nullable String denominator,
			@Schema(description = "The view whose columns are summed.", example = "leg_fact") String source, @Schema(
					description = "Whether the values of groups and intervals add up to the total. Those of ratios and "
							+ "means do not, their numerators and denominators do.",
					example = "false") boolean additive) {

		static CatalogueEntry of(Metric metric) {
			return new CatalogueEntry(metric.id(), metric.label(), metric.unit().symbol(),
					metric.thing().name().toLowerCase(Locale.ROOT), metric.formula(), metric.figure().numerator(),
					metric.figure().denominator(), metric.facts().view(), metric.additive());
		}

	}

}
