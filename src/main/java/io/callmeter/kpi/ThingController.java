package io.callmeter.kpi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.Mistakes;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.Thing.Facts;
import io.callmeter.tenant.Bulkhead;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springdoc.core.annotations.ParameterObject;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The things behind figures over HTTP, as JSON page by page, or as CSV of any length.
@RestController
@Tag(name = "Calls", description = "Send, read, correct and list calls.")
class ThingController {

	private static final Logger log = LoggerFactory.getLogger(ThingController.class);

	private final Things things;

	private final Settings settings;

	private final Audit audit;

	private final Bulkhead bulkhead;

	ThingController(Things things, Settings settings, Audit audit, Bulkhead bulkhead) {
		this.bulkhead = bulkhead;
		this.things = things;
		this.audit = audit;
		this.settings = settings;
	}

	@Requires(Scope.CALLS_READ)
	@Operation(operationId = "listCalls", summary = "List calls, visits, offers or segments",
			description = """
					Newest first, with the filters of `/v1/kpis`, so that a metric and the list behind it have the same calls. \
					If there are more, send the `next` of the answer as `next` for the next page; `format=csv` has all rows. Phone \
					numbers are masked without the scope `pii:read`, which `caller` and other filters that look like a phone number \
					also require. Examples are in the [cookbook](/docs/COOKBOOK.md).""")
	@ApiResponse(responseCode = "410", description = "Calls of the range have expired")
	@ApiResponse(responseCode = "200", description = "The calls, visits, offers or segments", headers = @Header(
			name = Warning.HEADER,
			description = "For text/csv the warnings as JSON, at most 4,000 characters; absent if there are none.",
			schema = @Schema(type = "string")),
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = ThingPage.class)),
					@Content(mediaType = KpiCsv.MEDIA_TYPE, schema = @Schema(type = "string")) })
	@GetMapping("/v1/calls")
	@Nullable ResponseEntity<ThingPage> list(Caller caller, @ParameterObject SelectionParameters chosen,
			@ParameterObject ThingParameters asked, @ParameterObject FormatParameters format, Mistakes mistakes,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			@Parameter(hidden = true) HttpServletRequest request, HttpServletResponse response)
			throws HttpMediaTypeNotAcceptableException {
		if (asked.caller() != null && !caller.seesNumbers()) {
			throw new RequestProblem(Problem.FORBIDDEN, "caller", null, "The parameter caller needs the scope "
					+ Scope.PII_READ
					+ ", because it would reveal masked numbers. Leave it out, or ask an administrator for a key that has the scope.");
		}
		CsvStyle csv = format.csv(accept, mistakes);
		ThingQuery query = asked.query(chosen, this.settings.home(caller.tenant()), csv == null, mistakes);
		MaskedKeys.require(caller, query.selection());
		MaskedKeys.require(caller, "caseId", (query.cases() != null) ? query.cases() : Set.of());
		if (csv != null) {
			this.bulkhead.runWithin(caller.tenant().id(), () -> {
				this.audit.addUnmasked(caller, request, Map.of());
				stream(caller, query, csv, response);
			});
			return null;
		}
		ThingPage page = this.things.page(caller.tenant(), query, caller.seesNumbers());
		if (!page.items().isEmpty() || asked.caller() != null || MaskedKeys.isIn(query.selection())
				|| (query.cases() != null && MaskedKeys.isIn(query.cases()))) {
			this.audit.addUnmasked(caller, request, Map.of("rows", page.items().size()));
		}
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(page);
	}

	private void stream(Caller caller, ThingQuery query, CsvStyle style, HttpServletResponse response) {
		var csv = new Csv(query, style, response);
		try {
			this.things.stream(caller.tenant(), query, caller.seesNumbers(),
					(warnings) -> KpiCsv.warn(response, warnings), csv::add);
			csv.end();
		}
		catch (UncheckedIOException gone) {
			log.debug("The client left before its last row", gone);
		}
	}

	/// Rows as CSV: the fields of the leg if there are any, then those of the call.
	private static final class Csv {

		/// Looked up once, which takes longer than writing a record.
		private static final List<Method> OF_LEG = fields(ThingPage.ListedLeg.class);

		private static final List<Method> OF_CALL = fields(ThingPage.ListedCall.class);

		private final ThingQuery query;

		private final CsvStyle style;

		private final HttpServletResponse response;

		private @Nullable CsvRecords records;

		Csv(ThingQuery query, CsvStyle style, HttpServletResponse response) {
			this.query = query;
			this.style = style;
			this.response = response;
		}

		void add(ThingPage.Item item) {
			var record = new ArrayList<@Nullable Object>();
			record.add(item.at());
			if (item.leg() != null) {
				addFields(record, OF_LEG, item.leg());
			}
			addFields(record, OF_CALL, item.call());
			try {
				records().add(record);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		void end() {
			try {
				records().flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/// Opened when the first row is there, so that a refusal is still a problem.
		private CsvRecords records() throws IOException {
			if (this.records == null) {
				boolean legs = this.query.thing().facts() == Facts.LEG;
				this.records = CsvRecords.of(this.response, this.style, this.query.thing().listed() + "s",
						this.query.selection());
				this.records.add(
						Stream
							.of(Stream.of("at"), legs ? names(OF_LEG, "leg.") : Stream.<String>of(),
									names(OF_CALL, legs ? "call." : ""))
							.flatMap((names) -> names)
							.toList());
			}
			return this.records;
		}

		private static List<Method> fields(Class<? extends Record> type) {
			return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getAccessor).toList();
		}

		private static Stream<String> names(List<Method> fields, String prefix) {
			return fields.stream().map((field) -> prefix + field.getName());
		}

		private static void addFields(List<@Nullable Object> record, List<Method> fields, Record of) {
			try {
				for (Method field : fields) {
					record.add(field.invoke(of));
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new LinkageError(ex.getMessage(), ex);
			}
		}

	}

}
