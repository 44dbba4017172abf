package io.callmeter.kpi;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// The things behind figures over HTTP, as JSON page by page, or as CSV of any length.
@RestController
@Tag(name = "Calls", description = "Calls in, merged with what is stored; answered after the commit.")
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
					Newest first. Takes every choice of `/v1/kpis`, so that a figure and the list behind it mean the same \
					things; each figure links here. `next` is the value of `after` for the following page. `text/csv` has \
					all rows, of any number, and an apostrophe before a text that a spreadsheet would run as a formula: one \
					that begins with `=`, `@`, `|`, a tab or a line break, or with `+` or `-` unless it is a number, whatever \
					blanks are before that. Numbers of customers are masked; with the scope `pii:read` they are not, and the audit says who asked for what \
					before the answer begins. The parameter `caller` needs that scope, too, and \
					so does a `caseId`, `disposition`, `trunk` or `source` with what looks like a phone number.""")
	@ApiResponse(responseCode = "410", description = "Calls of the range have expired, so that there is no whole list")
	@ApiResponse(responseCode = "200", description = "The things", headers = @Header(name = Warning.HEADER,
			description = "Of text/csv the warnings, as JSON in ASCII, as many as fit into 4,000 characters; none "
					+ "where there are none.",
			schema = @Schema(type = "string")),
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = ThingPage.class)),
					@Content(mediaType = KpiCsv.MEDIA_TYPE, schema = @Schema(type = "string")) })
	@GetMapping(path = "/v1/calls", produces = { MediaType.APPLICATION_JSON_VALUE, KpiCsv.MEDIA_TYPE })
	@Nullable ResponseEntity<ThingPage> list(Caller caller, @ParameterObject SelectionParameters chosen,
			@ParameterObject ThingParameters asked,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			@Parameter(hidden = true) HttpServletRequest request, HttpServletResponse response) {
		if (asked.caller() != null && !caller.seesNumbers()) {
			throw new RequestProblem(Problem.FORBIDDEN, "caller", null,
					"Who asks for callers by their number learns whose a masked one is: caller needs the scope "
							+ Scope.PII_READ + "; leave it out, or ask an administrator for a key that has it.");
		}
		boolean csv = KpiCsv.preferred(accept);
		ThingQuery query = asked.query(chosen, this.settings.home(caller.tenant()), !csv);
		MaskedKeys.require(caller, query.selection());
		MaskedKeys.require(caller, "caseId", (query.cases() != null) ? query.cases() : Set.of());
		if (csv) {
			this.bulkhead.runWithin(caller.tenant().id(), () -> {
				this.audit.addUnmasked(caller, request, Map.of());
				stream(caller, query, response);
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

	private void stream(Caller caller, ThingQuery query, HttpServletResponse response) {
		var csv = new Csv(query.thing().facts() == Facts.LEG, response);
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

		private final boolean legs;

		private final HttpServletResponse response;

		private @Nullable CsvRecords records;

		Csv(boolean legs, HttpServletResponse response) {
			this.legs = legs;
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
				this.response.setContentType(KpiCsv.MEDIA_TYPE + ";charset=UTF-8");
				this.records = new CsvRecords(new BufferedWriter(
						new OutputStreamWriter(this.response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15));
				this.records.add(
						Stream
							.of(Stream.of("at"), this.legs ? names(OF_LEG, "leg.") : Stream.<String>of(),
									names(OF_CALL, this.legs ? "call." : ""))
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
					record.add(KpiCsv.shown(field.invoke(of)));
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new LinkageError(ex.getMessage(), ex);
			}
		}

	}

}
