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
@Tag(name = "Imports", description = "Calls in other people's formats, through the same door.")
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
					One row a call with one leg (its visit, say); rows with the same callId are merged, so a call with several legs is
					several rows, each with its own `leg.legId`, or numbered with `numberLegs`. A second leg without either is rejected.
					The first line names the columns; `sep=;` before it says the delimiter. Cells are trimmed, empty ones are absent,
					rows of delimiters only are none. Fields are those of a call, those of the leg with `leg.` in front. A start and
					`durationSeconds`, `leg.waitSeconds` (queued to answered, or to leaving) or `leg.talkSeconds` (answered to ended,
					hold included) give the times that are not there; a leg with seconds and no time of its own is the whole call.
					Seconds that contradict the times of the row by more than a second are refused. Of a local time that the clock
					shows twice the one is taken that fits the row, the earlier where both do (`ambiguousTimes`). Any length, plain
					or gzip.""",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"),
							examples = @ExampleObject(name = "csv", summary = "Two visits", ref = "calls-csv"))),
			responses = {
					@ApiResponse(responseCode = "200", description = "At least one row was stored or known.",
							content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
									schema = @Schema(implementation = IngestReport.class))),
					@ApiResponse(responseCode = "422", description = "No row was stored or known.",
							content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
									schema = @Schema(implementation = ProblemDetail.class))) })
	@PostMapping(path = "/csv", consumes = { "text/csv", MediaType.TEXT_PLAIN_VALUE },
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Object> csv(Caller caller, @Parameter(
			description = "Which column holds which field, as `field=Header`; several by repetition. A field not named is read "
					+ "from the column of its own name.",
			example = """
					["callId=Call ID", "startedAt=Begin", "endedAt=End", "from=Customer", "to=Line", "leg.queue=Service", "leg.agent=Agent", "leg.queuedAt=Queued", "leg.answeredAt=Answered", "leg.endedAt=Left", "leg.outcome=Result"]""") @RequestParam(
					required = false) @Nullable List<String> columns,
			@Parameter(description = "Values that all rows have, as `field=value`; several by repetition.",
					example = "[\"direction=INBOUND\"]") @RequestParam(
							required = false) @Nullable List<String> constants,
			@Parameter(description = "What a word of the file means, as `field:word=VALUE`; several by repetition.",
					example = "[\"leg.outcome:Answered=ANSWERED\", \"leg.outcome:Hung up=ABANDONED\"]") @RequestParam(
							required = false) @Nullable List<String> values,
			@Parameter(
					description = "What stands between cells: one character, or `tab`; a first line like `sep=;` says "
							+ "more.",
					example = ",") @RequestParam(defaultValue = ",") String delimiter,
			@Parameter(
					description = "How dates are written, by Java's DateTimeFormatter; `epoch-seconds` or `epoch-millis` "
							+ "for time since 1970, where 0 is no time; ISO-8601 when left out. Names are English, in any case; a zone "
							+ "(`z`) is one of the IANA database, and abbreviations such as EST are refused.",
					example = "dd.MM.yyyy HH:mm:ss") @RequestParam(required = false) @Nullable String datePattern,
			@Parameter(
					description = "How the dates of one field are written, as `field=pattern`, where that differs from "
							+ "datePattern; several by repetition.",
					example = "[\"startedAt=dd.MM.yyyy HH:mm:ss\"]") @RequestParam(
							required = false) @Nullable List<String> datePatterns,
			@Parameter(description = "Time zone of dates without an offset.",
					example = "Europe/London") @RequestParam(defaultValue = "UTC") String timeZone,
			@Parameter(
					description = "Character set of the file; that of the Content-Type when left out, else UTF-8. A byte "
							+ "order mark says more than both.",
					example = "UTF-8") @RequestParam(required = false) @Nullable String charset,
			@Parameter(
					description = "Whether the rows of a call follow each other, always in the same order, so that their "
							+ "legs without a `leg.legId` are numbered.") @RequestParam(
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
					new CsvCallDecoder(this.json, format, this.longestRecord)));
		}
	}

	private static Map<String, String> pairs(String parameter, @Nullable List<String> given) {
		Map<String, String> pairs = new HashMap<>();
		for (String pair : (given != null) ? given : List.<String>of()) {
			int equals = pair.indexOf('=');
			if (equals < 1) {
				throw RequestProblem.invalid(parameter, pair, parameter + " takes pairs like " + switch (parameter) {
					case "columns" -> "callId=Call ID";
					case "datePatterns" -> "endedAt=epoch-millis";
					default -> "direction=INBOUND";
				} + "; '" + pair + "' is none.");
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
						"values takes entries like leg.outcome:Answered=ANSWERED; '" + entry + "' is none.");
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
		return RequestProblem.invalid(parameter, entry,
				parameter + " has '" + key + "' twice; send one of them, because only one can hold.");
	}

	private static char character(String delimiter) {
		if (delimiter.equalsIgnoreCase("tab")) {
			return '\t';
		}
		if (delimiter.length() != 1 || "\r\n\"".contains(delimiter)) {
			throw RequestProblem.invalid("delimiter", delimiter,
					"delimiter is one character, such as , or ; or the word tab.");
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
					"There is no character set '" + name + "'; use UTF-8 or ISO-8859-1.");
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
			throw RequestProblem.invalid(parameter, pattern, "'" + pattern
					+ "' is no pattern of dates; write it like dd.MM.yyyy HH:mm:ss, epoch-seconds or epoch-millis.");
		}
	}

	private static ZoneId zone(String name) {
		try {
			return ZoneId.of(name);
		}
		catch (DateTimeException ex) {
			throw RequestProblem.invalid("timeZone", name,
					"There is no time zone '" + name + "'; use a name of the IANA database such as Europe/London.");
		}
	}

}
