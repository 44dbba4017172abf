package io.callmeter.kpi;

import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.Mistakes;
import io.callmeter.http.Page;
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
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// KPIs over HTTP, as JSON or CSV.
@RestController
@RequestMapping("/v1/kpis")
@Tag(name = "KPIs", description = "Query KPIs by queue, agent, campaign, number, direction, outcome and time.")
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
	@Operation(operationId = "queryKpis", summary = "Query KPIs",
			description = """
					Each row has the values of its metrics as `{value, numerator, denominator}`; `value` is null when the \
					denominator is 0. Rows come by group and interval, and without groupBy and interval there is one row for the \
					range from `from` (included) to `to` (excluded). `format=csv` has the same rows, with a column for each part of a \
					value. Examples are in the [cookbook](/docs/COOKBOOK.md).""")
	@ApiResponse(responseCode = "200", description = "The values", headers = { @Header(name = KpiCsv.PLAN,
			description = "Where the values were read from: rollups of days or quarters of an hour, or single calls.",
			schema = @Schema(type = "string")),
			@Header(name = HttpHeaders.CONTENT_DISPOSITION,
					description = "For text/csv the file name, such as callmeter-kpis-2026-11-09-2026-11-16.csv.",
					schema = @Schema(type = "string")),
			@Header(name = Warning.HEADER,
					description = "For text/csv the warnings as JSON, at most 4,000 characters; absent if there are none.",
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
			description = "A parameter is unknown, missing or invalid, or the answer would be too large. The problem lists all "
					+ "mistakes with field, value and remedy",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@ApiResponse(responseCode = "503",
			description = "The service is overloaded, or the database does not answer or takes too long. Try again after "
					+ "Retry-After",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@GetMapping
	void kpis(Caller caller, @ParameterObject SelectionParameters chosen, @ParameterObject KpiParameters asked,
			@ParameterObject FormatParameters format, Mistakes mistakes,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			@Parameter(hidden = true) HttpServletRequest request, HttpServletResponse response)
			throws HttpMediaTypeNotAcceptableException {
		answer(caller, new KpiQuestion(chosen, asked, format, request.getParameterMap()), mistakes, accept, request,
				response);
	}

	@Requires(Scope.KPIS_READ)
	@Operation(operationId = "queryKpisByBody", summary = "Query KPIs with a JSON body", description = """
			Takes the parameters of `GET /v1/kpis` as a JSON object, for queries whose URL would be too long; names, \
			values and answers are the same. Where several values are allowed, send a list; null or an empty string in \
			it stands for calls that have none. A string is read as in a URL, with values separated by commas.""",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(ref = KpiSchemas.QUESTION), examples = @ExampleObject("""
									{"range": "lastWeek", "metrics": ["offered", "answered", \
									"serviceLevel"], "groupBy": ["queue"]}"""))))
	@ApiResponse(responseCode = "200", description = "The KPIs", headers = {
			@Header(name = KpiCsv.PLAN, description = "As in GET /v1/kpis.", schema = @Schema(type = "string")),
			@Header(name = HttpHeaders.CONTENT_DISPOSITION, description = "As in GET /v1/kpis.",
					schema = @Schema(type = "string")),
			@Header(name = Warning.HEADER, description = "As in GET /v1/kpis.", schema = @Schema(type = "string")) },
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = KpiAnswer.class)),
					@Content(mediaType = KpiCsv.MEDIA_TYPE, schema = @Schema(type = "string")) })
	@PostMapping(path = "/query", consumes = MediaType.APPLICATION_JSON_VALUE)
	void query(Caller caller, @org.springframework.web.bind.annotation.RequestBody JsonNode body, Mistakes mistakes,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			@Parameter(hidden = true) HttpServletRequest request, HttpServletResponse response)
			throws HttpMediaTypeNotAcceptableException {
		answer(caller, KpiQuestion.of(body, mistakes), mistakes, accept, request, response);
	}

	private void answer(Caller caller, KpiQuestion question, Mistakes mistakes, @Nullable String accept,
			HttpServletRequest request, HttpServletResponse response) throws HttpMediaTypeNotAcceptableException {
		Tenant tenant = caller.tenant();
		CsvStyle csv = question.format().csv(accept, mistakes);
		Timer.Sample sample = Timer.start(this.meters);
		String result = "failed";
		try {
			KpiQuery query = question.asked().query(question.chosen(), this.settings.home(tenant), mistakes);
			MaskedKeys.require(caller, query.selection());
			Runnable audit = () -> this.audit.addUnmasked(caller, request, question.sent(), Map.of());
			boolean asksByNumbers = MaskedKeys.isIn(query.selection());
			if (asksByNumbers) {
				audit.run();
			}
			var writer = new SeenBy(caller, asksByNumbers, () -> this.snapshot.aside(audit),
					(csv != null) ? new KpiCsv(query, csv, response) : new KpiJson(this.json, response));
			this.kpis.answer(tenant, query, (csv != null) ? AnswerLimits.CSV : AnswerLimits.JSON, writer);
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
				.tag("format", (csv != null) ? "csv" : "json")
				.register(this.meters));
		}
	}

	@Requires(Scope.KPIS_READ)
	@Operation(operationId = "listMetrics", summary = "List metrics", description = """
			Each metric with its formula, its everyday names, the parameters that change it, and whether more or less \
			is better. Labels and formulas are in English, French, Chinese or Hebrew, by `Accept-Language`.""",
			parameters = @Parameter(in = ParameterIn.HEADER, name = HttpHeaders.ACCEPT_LANGUAGE,
					description = "Preferred languages, such as fr-CA, en;q=0.5.", schema = @Schema(type = "string")))
	@ApiResponse(responseCode = "200", description = "All metrics",
			headers = @Header(name = HttpHeaders.CONTENT_LANGUAGE, description = "The language: en, fr, zh or he.",
					schema = @Schema(type = "string")))
	@GetMapping(path = "/catalogue", produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Page<CatalogueEntry>> catalogue(Locale language) {
		return ResponseEntity.ok()
			.header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
			.varyBy(HttpHeaders.ACCEPT_LANGUAGE)
			.body(Page.whole(Catalogue.in(language)));
	}

	@Requires(Scope.KPIS_READ)
	@Operation(operationId = "queryDistribution", summary = "Query a distribution",
			description = """
					Counts visits, offers, segments or calls by duration, or numbers by how often they were dialled, in buckets and \
					by outcome for each group. A value on an edge belongs to the bucket below it.""")
	@ApiResponse(responseCode = "410", description = "Calls of the range have expired")
	@ApiResponse(responseCode = "200", description = "The distribution")
	@GetMapping(path = "/distribution", produces = MediaType.APPLICATION_JSON_VALUE)
	DistributionAnswer distribution(Caller caller, @ParameterObject SelectionParameters chosen,
			@ParameterObject DistributionParameters asked, Mistakes mistakes,
			@Parameter(hidden = true) HttpServletRequest request) {
		Tenant tenant = caller.tenant();
		DistributionQuery query = asked.query(chosen, this.settings.home(tenant), mistakes);
		MaskedKeys.require(caller, query.selection());
		DistributionAnswer answer = this.distributions.answer(tenant, query);
		if (MaskedKeys.isIn(query.selection())
				|| answer.rows().stream().map(DistributionAnswer.Row::group).anyMatch(MaskedKeys::isIn)) {
			this.audit.addUnmasked(caller, request, Map.of());
		}
		return caller.seesNumbers() ? answer : MaskedKeys.in(answer);
	}

}
