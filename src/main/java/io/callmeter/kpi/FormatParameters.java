package io.callmeter.kpi;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.callmeter.http.Mistakes;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.HttpMediaTypeNotAcceptableException;

/// What an answer is written as, as it was sent; null is a parameter that was not.
record FormatParameters(@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = {
		"json", "csv" }),
		description = "Format of the answer; by default what Accept prefers, JSON if it takes both.") @Nullable String format,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(allowableValues = { "comma", "semicolon", "tab" }),
				description = "Delimiter of the fields of CSV, by its name or as the character; by default comma, with "
						+ "decimal=comma semicolon.") @Nullable String delimiter,
		@io.swagger.v3.oas.annotations.Parameter(
				schema = @Schema(allowableValues = { "point", "comma" }, defaultValue = "point"),
				description = "Decimal separator of numbers in CSV.") @Nullable String decimal,
		@io.swagger.v3.oas.annotations.Parameter(schema = @Schema(type = "boolean", defaultValue = "false"),
				description = "Whether CSV begins with a byte order mark, which Excel needs to read UTF-8.") @Nullable String bom){

	private enum Format {

		JSON, CSV

	}

	/// How CSV is to be written; null where JSON is.
	/// @param accept the header; null where it was not sent
	/// @param mistakes what is wrong with any of them is added to these
	/// @throws HttpMediaTypeNotAcceptableException if the client takes neither
	@Nullable CsvStyle csv(@Nullable String accept, Mistakes mistakes) throws HttpMediaTypeNotAcceptableException {
		Format format = new Parameters(mistakes).optional("format", this.format,
				(parameter) -> parameter.key(Format.class));
		CsvStyle style = mistakes.read(this::style, CsvStyle.PLAIN);
		if (format != null ? format == Format.CSV : prefersCsv(accept)) {
			return style;
		}
		mistakes.passes(() -> requirePlain(style));
		return null;
	}

	/// What is said of CSV is not said of JSON; defaults that a form sends along do not
	/// matter.
	private void requirePlain(CsvStyle style) {
		if (!style.equals(CsvStyle.PLAIN)) {
			Stream.of(Parameter.sent("decimal", this.decimal), sentDelimiter(), Parameter.sent("bom", this.bom))
				.flatMap(Optional::stream)
				.findFirst()
				.ifPresent((parameter) -> {
					throw parameter.invalid("It is for CSV only. Send format=csv with it, or leave it out.");
				});
		}
	}

	private CsvStyle style() {
		char decimal = Parameter.sent("decimal", this.decimal)
			.map(FormatParameters::decimal)
			.orElse(CsvStyle.PLAIN.decimal());
		char usual = (decimal == ',') ? ';' : CsvStyle.PLAIN.delimiter();
		char delimiter = sentDelimiter().map((parameter) -> delimiter(parameter, decimal)).orElse(usual);
		return new CsvStyle(delimiter, decimal,
				Parameter.sent("bom", this.bom).map(Parameter::truth).orElse(CsvStyle.PLAIN.bom()));
	}

	/// A tab is a delimiter, though it is a blank.
	private Optional<Parameter> sentDelimiter() {
		return (this.delimiter != null && !this.delimiter.isEmpty())
				? Optional.of(new Parameter("delimiter", this.delimiter)) : Optional.empty();
	}

	private static char delimiter(Parameter parameter, char decimal) {
		char delimiter = switch (parameter.text().toLowerCase(Locale.ROOT)) {
			case "comma", "," -> ',';
			case "semicolon", ";" -> ';';
			case "tab", "\t" -> '\t';
			default -> throw parameter.unknown(parameter.text(), List.of("comma", "semicolon", "tab"));
		};
		if (delimiter == decimal) {
			throw parameter
				.invalid("It cannot be both delimiter and decimal. Send delimiter=semicolon, or leave it out.");
		}
		return delimiter;
	}

	private static char decimal(Parameter parameter) {
		return switch (parameter.text().strip().toLowerCase(Locale.ROOT)) {
			case "point", "." -> '.';
			case "comma", "," -> ',';
			default -> throw parameter.unknown(parameter.text(), List.of("point", "comma"));
		};
	}

	/// Whether a client wants CSV rather than JSON: which comes first in the header, by
	/// specificity and quality.
	private static boolean prefersCsv(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
		if (accept == null || accept.isBlank()) {
			return false;
		}
		try {
			List<MediaType> accepted = MediaType.parseMediaTypes(accept);
			MimeTypeUtils.sortBySpecificity(accepted);
			for (MediaType type : accepted) {
				if (type.includes(MediaType.APPLICATION_JSON)) {
					return false;
				}
				if (type.includes(KpiCsv.TYPE)) {
					return true;
				}
			}
		}
		catch (InvalidMediaTypeException ex) {
			// refused below, like a header that takes neither
		}
		throw new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON, KpiCsv.TYPE));
	}

}
