package io.callmeter.kpi;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.http.MediaType;

/// Writes a [KpiAnswer] without ever having all of it: what is known before its rows, then each row, then the rest.
final class KpiJson implements KpiWriter {

	/// So many bytes are kept before the first leave: what fails until then is answered
	/// with a problem.
	private static final int HELD = 1 << 16;

	private static final String ROWS = "rows";

	private static final String TOTAL = "total";

	private static final String ESTIMATED = "estimated";

	private final HttpServletResponse response;

	private final JsonMapper mapper;

	private final JsonGenerator json;

	private ObjectNode parts;

	KpiJson(JsonMapper mapper, HttpServletResponse response) {
		this.response = response;
		this.mapper = mapper;
		this.json = mapper.createGenerator(new BufferedOutputStream(new Opening(response), HELD));
		this.parts = mapper.createObjectNode();
	}

	@Override
	public void begin(KpiAnswer answer, String plan) {
		this.response.setHeader(KpiCsv.PLAN, plan);
		this.parts = this.mapper.valueToTree(answer);
		write(() -> {
			this.json.writeStartObject();
			this.parts.properties()
				.stream()
				.filter((part) -> !List.of(ROWS, TOTAL, ESTIMATED).contains(part.getKey()))
				.forEach((part) -> this.json.writePOJOProperty(part.getKey(), part.getValue()));
			this.json.writeArrayPropertyStart(ROWS);
		});
	}

	@Override
	public void row(KpiRow row) {
		write(() -> this.json.writePOJO(row));
	}

	@Override
	public void end(List<String> estimated) {
		write(() -> {
			this.json.writeEndArray();
			this.json.writePOJOProperty(TOTAL, this.parts.get(TOTAL));
			this.json.writePOJOProperty(ESTIMATED, estimated);
			this.json.writeEndObject();
		});
	}

	@Override
	public void flush() {
		write(this.json::close);
	}

	private static void write(Runnable part) {
		try {
			part.run();
		}
		catch (JacksonIOException gone) {
			throw new UncheckedIOException(gone.getCause());
		}
	}

	/// The answer of the server, which is none of JSON before something is written to it.
	private static final class Opening extends OutputStream {

		private final HttpServletResponse response;

		Opening(HttpServletResponse response) {
			this.response = response;
		}

		@Override
		public void write(int one) throws IOException {
			write(new byte[] { (byte) one }, 0, 1);
		}

		@Override
		public void write(byte[] from, int offset, int length) throws IOException {
			if (!this.response.isCommitted()) {
				this.response.setContentType(MediaType.APPLICATION_JSON_VALUE);
			}
			this.response.getOutputStream().write(from, offset, length);
		}

		@Override
		public void flush() throws IOException {
			this.response.getOutputStream().flush();
		}

	}

}
