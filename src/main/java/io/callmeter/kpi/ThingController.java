package io.callmeter.kpi;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.callmeter.kpi.Thing.Facts;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
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

	ThingController(Things things, Settings settings) {
		this.things = things;
		this.settings = settings;
	}

	@Operation(operationId = "listCalls", summary = "List calls, visits, offers or segments", description = """
			Newest first. Takes every choice of `/v1/kpis`, so that a figure and the list behind it mean the same \
			things; each figure links here. `next` is the value of `after` for the following page. `text/csv` has \
			all rows, of any number. Numbers of customers are masked.""")
	@ApiResponse(responseCode = "200", description = "The things",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = ThingPage.class)),
					@Content(mediaType = KpiCsv.MEDIA_TYPE, schema = @Schema(type = "string")) })
	@GetMapping(path = "/v1/calls", produces = { MediaType.APPLICATION_JSON_VALUE, KpiCsv.MEDIA_TYPE })
	@Nullable ResponseEntity<ThingPage> list(@ParameterObject SelectionParameters chosen, @ParameterObject ThingParameters asked,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			HttpServletResponse response) {
		boolean csv = KpiCsv.preferred(accept);
		ThingQuery query = asked.query(chosen, this.settings.home(Tenant.DEFAULT), !csv);
		if (csv) {
			stream(query, response);
			return null;
		}
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_JSON)
			.body(this.things.page(Tenant.DEFAULT, query));
	}

	private void stream(ThingQuery query, HttpServletResponse response) {
		try {
			var csv = new Csv(query.thing().facts() == Facts.LEG, response);
			this.things.stream(Tenant.DEFAULT, query, csv::add);
			csv.end();
		}
		catch (UncheckedIOException gone) {
			log.debug("The client left before its last row", gone);
		}
	}

	/// Rows as CSV by RFC 4180: the fields of the leg if there are any, then those of the
	/// call; null is an empty field.
	private static final class Csv {

		private final boolean legs;

		private final HttpServletResponse response;

		private @Nullable CSVPrinter printer;

		Csv(boolean legs, HttpServletResponse response) {
			this.legs = legs;
			this.response = response;
		}

		void add(ThingPage.Item item) {
			var record = new ArrayList<@Nullable Object>();
			record.add(item.at());
			if (item.leg() != null) {
				addFields(record, item.leg());
			}
			addFields(record, item.call());
			try {
				printer().printRecord(record);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		void end() {
			try {
				printer().flush();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/// Opened when the first row is there, so that a refusal is still a problem.
		private CSVPrinter printer() throws IOException {
			if (this.printer == null) {
				this.response.setContentType(KpiCsv.MEDIA_TYPE + ";charset=UTF-8");
				this.printer = new CSVPrinter(new BufferedWriter(
						new OutputStreamWriter(this.response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15),
						CSVFormat.RFC4180);
				this.printer.printRecord(Stream
					.of(Stream.of("at"), this.legs ? names(ThingPage.ListedLeg.class, "leg.") : Stream.<String>of(),
							names(ThingPage.ListedCall.class, this.legs ? "call." : ""))
					.flatMap((names) -> names)
					.toList());
			}
			return this.printer;
		}

		private static Stream<String> names(Class<? extends Record> type, String prefix) {
			return Arrays.stream(type.getRecordComponents()).map((component) -> prefix + component.getName());
		}

		private static void addFields(List<@Nullable Object> record, Record fields) {
			try {
				for (var component : fields.getClass().getRecordComponents()) {
					record.add(KpiCsv.shown(component.getAccessor().invoke(fields)));
				}
			}
			catch (ReflectiveOperationException ex) {
				throw new LinkageError(ex.getMessage(), ex);
			}
		}

	}

}
