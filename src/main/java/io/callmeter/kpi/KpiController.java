package io.callmeter.kpi;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// KPIs over HTTP, as JSON or CSV.
@RestController
@RequestMapping("/v1/kpis")
@Tag(name = "KPIs", description = "Figures by queue, agent, campaign, number, direction, outcome and time")
class KpiController {

	private static final Logger log = LoggerFactory.getLogger(KpiController.class);

	private final Kpis kpis;

	private final Distributions distributions;

	private final Settings settings;

	private final MeterRegistry meters;

	private final Snapshot snapshot;

	private final Audit audit;

	private final JsonMapper json;

	KpiController(Kpis kpis, Distributions distributions, Settings settings, MeterRegistry meters, Snapshot snapshot,
			Audit audit, JsonMapper json) {
		this.json = json;
		this.snapshot = snapshot;
		this.audit = audit;
		this.kpis = kpis;
		this.distributions = distributions;
		this.settings = settings;
		this.meters = meters;
	}

	@Requires(Scope.KPIS_READ)
	@Operation(operationId = "kpis", summary = "Ask for figures",
			description = """
					Every figure is `{value, numerator, denominator}`, a count only `{value}`. Ratios are 0..1, durations are \
					seconds; `value` is null when the denominator is 0. Behind the horizon of `/v1/retention` whole days and \
					quarters of an hour are answered; any other figure is null in all rows, and `unavailable` says why. A visit, offer or segment counts when it began, a call \
					when it started, in the half-open range from `from` to `to`. Rows come by group (in the order of their \
					code, none last), then by time; every interval of a group is a row, and so is every active queue, agent or \
					campaign when grouped by that alone. Without groupBy and interval there is one row, the same as the total. \
					What looks like a phone number in a disposition, trunk or source is masked without the scope `pii:read`, \
					and such a row has no links. \
					An answer has at most 50,000 intervals. JSON has at most 100,000 rows and figures of a weight of 500,000, \
					`text/csv` 1,000,000 rows and a weight of 10,000,000, rows with `orderBy` one of 100,000: a figure weighs 1, \
					1 more for each of comparison, targets, confidence and a profile that counts it in another way, and in JSON 4 \
					more for its links. What would be larger is answered 400 with its size. Rows are sent while others are read: \
					an answer that ends without its last chunk is not whole. \
					`text/csv` has the same rows, with a column for each part of a figure that it can have: `id`; \
					of what is divided `id.numerator` and `id.denominator`; of a percentile `id.errorBound`; of money `id.byCurrency`; of repeatRate \
					`id.provisional`, whether the window is still open; with `confidence` `id.low` and `id.high`; with `compare` \
					`id.compared`, `id.absoluteChange` and `id.relativeChange`; with `targets` `id.target`, `id.met` and \
					`id.distance`; with a `profile` that counts it in another way `id.standard`, Callmeter's own. \
					A key that a spreadsheet would run as a formula has an apostrophe before it in `text/csv`: one that begins with \
					`=`, `@`, `|`, a tab or a line break, or with `+` or `-` unless it is a number, whatever blanks are before that.""")
	@ApiResponse(responseCode = "200", description = "The figures", headers = {
			@Header(name = KpiCsv.PLAN,
					description = "Where the figures were taken from: cells of days or quarters of an hour, or facts.",
					schema = @Schema(type = "string")),
			@Header(name = Warning.HEADER,
					description = "Of text/csv the warnings, as JSON in ASCII, as many as fit into 4,000 characters; "
							+ "none where there are none.",
					schema = @Schema(type = "string")) },
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = KpiAnswer.class)),
					@Content(mediaType = KpiCsv.MEDIA_TYPE, schema = @Schema(type = "string"),
							examples = @ExampleObject("""
									from,to,queue,answerRate,answerRate.numerator,answerRate.denominator
									2026-11-09T00:00:00Z,2026-11-16T00:00:00Z,sales,0.875,70,80
									""")) })
	@ApiResponse(responseCode = "400",
			description = "A parameter is unknown, missing or cannot be taken, or the answer "
					+ "would be too large; the problem names the field, the value and the remedy",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "503",
			description = "The database does not answer, takes too long, or is busy with what others have asked; "
					+ "Retry-After says when to try again",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@GetMapping(produces = { MediaType.APPLICATION_JSON_VALUE, KpiCsv.MEDIA_TYPE })
	void kpis(Caller caller, @ParameterObject SelectionParameters chosen, @ParameterObject KpiParameters asked,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			@Parameter(hidden = true) HttpServletRequest request, HttpServletResponse response) {
		Tenant tenant = caller.tenant();
		boolean csv = KpiCsv.preferred(accept);
		Timer.Sample sample = Timer.start(this.meters);
		String result = "failed";
		try {
			KpiQuery query = asked.query(chosen, this.settings.home(tenant));
			MaskedKeys.require(caller, query.selection());
			audit(caller, request, query.selection(), Stream.empty());
			var writer = new SeenBy(caller, MaskedKeys.isIn(query.selection()),
					() -> this.snapshot.aside(() -> this.audit.addUnmasked(caller, request, Map.of())),
					csv ? new KpiCsv(query, response) : new KpiJson(this.json, response));
			this.kpis.answer(tenant, query, csv ? AnswerLimits.CSV : AnswerLimits.JSON, writer);
			writer.flush();
			result = "ok";
		}
		catch (UncheckedIOException gone) {
			log.debug("The client left before its last row", gone);
			result = "left";
		}
		catch (RequestProblem problem) {
			result = "refused";
			throw problem;
		}
		finally {
			sample.stop(Timer.builder("callmeter.kpi.query")
				.description("How long KPI queries take, until the last row is sent")
				.tag("tenant", tenant.code())
				.tag("result", result)
				.tag("format", csv ? "csv" : "json")
				.register(this.meters));
		}
	}

	@Requires(Scope.KPIS_READ)
	@Operation(operationId = "kpiCatalogue", summary = "List the metrics", description = """
			What each figure means: its formula in words, the sums that it is made of, the parameters that change it, \
			and which side of a target is the better one. Labels and formulas are in English, French, Chinese or \
			Hebrew, by `Accept-Language`; in English where it asks for none of them.""",
			parameters = @Parameter(in = ParameterIn.HEADER, name = HttpHeaders.ACCEPT_LANGUAGE,
					description = "Languages of the reader with their quality values, such as fr-CA, en;q=0.5.",
					schema = @Schema(type = "string")))
	@ApiResponse(responseCode = "200", description = "All metrics",
			headers = @Header(name = HttpHeaders.CONTENT_LANGUAGE, description = "The language: en, fr, zh or he.",
					schema = @Schema(type = "string")))
	@GetMapping(path = "/catalogue", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<List<CatalogueEntry>> catalogue(Locale language) {
		return ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
			.varyBy(HttpHeaders.ACCEPT_LANGUAGE)
			.body(Catalogue.in(language));
	}

	@Requires(Scope.KPIS_READ)
	@Operation(operationId = "kpiDistribution", summary = "Spread durations over buckets",
			description = """
					How many visits, offers, segments or calls took how long, or how many numbers were dialled how often: by \
					bucket and by how they ended, for each group. A value on an edge is in the bucket below it. What looks like a \
					phone number in a disposition, trunk or source is masked without the scope `pii:read`.""")
	@ApiResponse(responseCode = "410",
			description = "Calls of the range have expired, so that there is no whole spread")
	@ApiResponse(responseCode = "200", description = "The distribution")
	@GetMapping(path = "/distribution", produces = MediaType.APPLICATION_JSON_VALUE)
	DistributionAnswer distribution(Caller caller, @ParameterObject SelectionParameters chosen,
			@ParameterObject DistributionParameters asked, @Parameter(hidden = true) HttpServletRequest request) {
		Tenant tenant = caller.tenant();
		DistributionQuery query = asked.query(chosen, this.settings.home(tenant));
		MaskedKeys.require(caller, query.selection());
		DistributionAnswer answer = this.distributions.answer(tenant, query);
		audit(caller, request, query.selection(), answer.rows().stream().map(DistributionAnswer.Row::group));
		return caller.seesNumbers() ? answer : MaskedKeys.in(answer);
	}

	/// Writes down that somebody is shown numbers in keys of rows, or asked by some.
	private void audit(Caller caller, HttpServletRequest request, Selection asked,
			Stream<Map<String, @Nullable Object>> groups) {
		if (caller.seesNumbers() && (MaskedKeys.isIn(asked) || groups.anyMatch(MaskedKeys::isIn))) {
			this.audit.addUnmasked(caller, request, Map.of());
		}
	}

}
