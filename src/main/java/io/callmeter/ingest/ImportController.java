package io.callmeter.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.call.InvalidCall;
import io.callmeter.http.Fields;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.source.csv.CsvCallDecoder;
import io.callmeter.source.csv.CsvFormat;
import io.callmeter.source.csv.CsvTimes;
import io.callmeter.source.csv.TimeNotation;
import io.callmeter.source.json.CallJson;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Other people's formats.
@RestController
@RequestMapping("/v1/imports")
@Tag(name = "Imports", description = "Import calls from files of other systems.")
class ImportController {

	private final CallIngest ingest;

	private final CallJson json;

	private final int longestRecord;

	ImportController(CallIngest ingest, CallJson json, IngestProperties properties) {
		this.ingest = ingest;
		this.json = json;
		this.longestRecord = Math.toIntExact(properties.maxLine().toBytes());
	}

	@Requires(Scope.CALLS_WRITE)
	@Operation(operationId = "importCsv", summary = "Import a CSV file",
			description = """
					Imports a CSV file of any length, plain or gzip, whose first line names the columns. Each row is a call with one \
					leg, and rows with the same callId are merged; legs are told apart by `leg.legId` or `numberLegs`. Fields are those \
					of a call and, with the prefix `leg.`, of its leg; durations (`durationSeconds`, `leg.waitSeconds`, \
					`leg.talkSeconds`) replace missing times. \
					Examples are in the [cookbook](/docs/COOKBOOK.md).""",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "csv", summary = "Two visits", ref = "calls-csv"))),
			responses = {
					@ApiResponse(responseCode = "200", description = "At least one row is stored.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = IngestReport.class))),
					@ApiResponse(responseCode = "422",
							description = "No row is stored. The problem contains the report.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PostMapping(path = "/csv", consumes = { "text/csv", MediaType.TEXT_PLAIN_VALUE },
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Object> csv(Caller caller, @Parameter(
			description = "Columns of fields, as `field=Header`; repeat for several. Other fields are read from the column with "
					+ "their name.",
			example = """
					["callId=Call ID", "startedAt=Begin", "endedAt=End", "from=Customer", "to=Line", "leg.queue=Service", "leg.agent=Agent", "leg.queuedAt=Queued", "leg.answeredAt=Answered", "leg.endedAt=Left", "leg.outcome=Result"]""") @RequestParam(
					required = false) @Nullable List<String> columns,
			@Parameter(description = "Values of all rows, as `field=value`; repeat for several.",
					example = "[\"direction=INBOUND\"]") @RequestParam(
							required = false) @Nullable List<String> constants,
			@Parameter(description = "Meaning of a word in the file, as `field:word=VALUE`; repeat for several.",
					example = "[\"leg.outcome:Answered=ANSWERED\", \"leg.outcome:Hung up=ABANDONED\"]") @RequestParam(
							required = false) @Nullable List<String> values,
			@Parameter(
					description = "Delimiter of the columns: one character, or `tab`; a first line such as `sep=;` overrides "
							+ "it.",
					example = ",") @RequestParam(defaultValue = ",") String delimiter,
			@Parameter(description = "Pattern of times, as in Java's DateTimeFormatter, or `epoch-seconds` or "
					+ "`epoch-millis`; by default ISO 8601. Names are English; a time zone (`z`) is an IANA zone.",
					example = "dd.MM.yyyy HH:mm:ss") @RequestParam(required = false) @Nullable String datePattern,
			@Parameter(
					description = "Pattern of the times of one field, as `field=pattern`, if it differs from "
							+ "datePattern; repeat for several.",
					example = "[\"startedAt=dd.MM.yyyy HH:mm:ss\"]") @RequestParam(
							required = false) @Nullable List<String> datePatterns,
			@Parameter(description = "IANA time zone of times without an offset.",
					example = "Europe/London") @RequestParam(defaultValue = "UTC") String timeZone,
			@Parameter(
					description = "Character set of the file; by default that of the Content-Type, else UTF-8. A byte "
							+ "order mark overrides both.",
					example = "UTF-8") @RequestParam(required = false) @Nullable String charset,
			@Parameter(
					description = "Whether legs without `leg.legId` are numbered; the rows of a call must then follow "
							+ "each other, always in the same order.") @RequestParam(
									defaultValue = "false") boolean numberLegs,
			@Parameter(hidden = true) HttpServletRequest request) throws IOException {
		CsvFormat format;
		try {
			format = new CsvFormat(pairs("columns", columns), pairs("constants", constants), words(values),
					character(delimiter), charset(charset, request),
					new CsvTimes((datePattern != null) ? notation("datePattern", datePattern) : TimeNotation.ISO,
							notations(request.getParameterValues("datePatterns")), zone(timeZone)),
					numberLegs);
		}
		catch (InvalidCall why) {
			throw CallIngest.invalid(why);
		}
		try (InputStream body = Body.unlimited(request)) {
			return IngestController.answer(this.ingest.ingest(caller.tenant(), caller.seesNumbers(), body,
					new CsvCallDecoder(this.json, format, this.longestRecord)), Problem.UNPROCESSABLE);
		}
	}

	private static Map<String, String> pairs(String parameter, @Nullable List<String> given) {
		Map<String, String> pairs = new HashMap<>();
		for (String pair : (given != null) ? given : List.<String>of()) {
			int equals = pair.indexOf('=');
			if (equals < 1) {
				throw RequestProblem.invalid(parameter, pair,
						"Invalid " + parameter + " '" + pair + "'. Expected a pair such as " + switch (parameter) {
							case "columns" -> "callId=Call ID";
							case "datePatterns" -> "endedAt=epoch-millis";
							default -> "direction=INBOUND";
						} + ".");
			}
			String field = pair.substring(0, equals).strip();
			if (pairs.put(field, pair.substring(equals + 1).strip()) != null) {
				throw twice(parameter, pair, field);
			}
		}
		return pairs;
	}

	private static Map<String, Map<String, String>> words(@Nullable List<String> given) {
		Map<String, Map<String, String>> words = new HashMap<>();
		for (String entry : (given != null) ? given : List.<String>of()) {
			int colon = entry.indexOf(':');
			int equals = entry.lastIndexOf('=');
			if (colon < 1 || equals <= colon) {
				throw RequestProblem.invalid("values", entry,
						"Invalid values '" + entry + "'. Expected an entry such as leg.outcome:Answered=ANSWERED.");
			}
			String word = entry.substring(colon + 1, equals).strip();
			if (words.computeIfAbsent(entry.substring(0, colon).strip(), (_) -> new HashMap<>())
				.put(word, entry.substring(equals + 1).strip()) != null) {
				throw twice("values", entry, entry.substring(0, colon).strip() + ":" + word);
			}
		}
		return words;
	}

	private static RequestProblem twice(String parameter, String entry, String key) {
		return RequestProblem.invalid(parameter, entry, parameter + " has '" + key + "' twice. Send it once.");
	}

	private static char character(String delimiter) {
		if (delimiter.equalsIgnoreCase("tab")) {
			return '\t';
		}
		if (delimiter.length() != 1 || "\r\n\"".contains(delimiter)) {
			throw RequestProblem.invalid("delimiter", delimiter,
					"Invalid delimiter '" + delimiter + "'. Expected one character such as , or ; or the word tab.");
		}
		return delimiter.charAt(0);
	}

	private static Charset charset(@Nullable String sent, HttpServletRequest request) {
		String ofBody = MediaType.parseMediaType(request.getContentType()).getParameter("charset");
		String name = (sent != null) ? sent : (ofBody != null) ? ofBody : "UTF-8";
		try {
			return Charset.forName(name);
		}
		catch (IllegalArgumentException ex) {
			throw RequestProblem.invalid("charset", name,
					"Unknown charset '" + name + "'. Expected one such as UTF-8 or ISO-8859-1.");
		}
	}

	/// @param given as sent, each whole: a pattern may have commas
	private static Map<String, TimeNotation> notations(String @Nullable [] given) {
		Map<String, TimeNotation> notations = new HashMap<>();
		pairs("datePatterns", (given != null) ? List.of(given) : null)
			.forEach((field, pattern) -> notations.put(field, notation("datePatterns", pattern)));
		return notations;
	}

	private static TimeNotation notation(String parameter, String pattern) {
		try {
			return TimeNotation.of(pattern);
		}
		catch (IllegalArgumentException ex) {
			throw RequestProblem.invalid(parameter, pattern, "Invalid " + parameter + " '" + pattern
					+ "'. Expected a pattern such as dd.MM.yyyy HH:mm:ss, or epoch-seconds or epoch-millis.");
		}
	}

	private static ZoneId zone(String name) {
		try {
			return ZoneId.of(name);
		}
		catch (DateTimeException ex) {
			throw RequestProblem.invalid("timeZone", name, Fields.unknownZone(name));
		}
	}

}
