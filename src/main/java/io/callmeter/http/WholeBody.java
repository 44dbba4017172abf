package io.callmeter.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.zip.GZIPInputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/// Reads the body of a whole object before it is taken apart: unpacked, and not longer than a record may be. What is
/// refused can then be shown as it was sent.
@ControllerAdvice
class WholeBody extends RequestBodyAdviceAdapter {

	private final DataSize most;

	WholeBody(@Value("${callmeter.ingest.max-line}") DataSize most) {
		this.most = most;
	}

	@Override
	public boolean supports(MethodParameter parameter, Type type,
			Class<? extends HttpMessageConverter<?>> converterType) {
		return parameter.getContainingClass().getPackageName().startsWith("io.callmeter");
	}

	@Override
	public HttpInputMessage beforeBodyRead(HttpInputMessage sent, MethodParameter parameter, Type type,
			Class<? extends HttpMessageConverter<?>> converterType) throws IOException {
		if (sent.getHeaders().getContentLength() > this.most.toBytes()) {
			throw tooLarge();
		}
		try (InputStream body = unpacked(sent)) {
			byte[] bytes = body.readNBytes(Math.toIntExact(this.most.toBytes()) + 1);
			if (bytes.length > this.most.toBytes()) {
				throw tooLarge();
			}
			return new Kept(sent.getHeaders(), bytes,
					GenericTypeResolver.resolveType(type, parameter.getContainingClass()));
		}
		catch (BodyGivenUp ex) {
			throw ex.problem();
		}
	}

	private RequestProblem tooLarge() {
		return new RequestProblem(Problem.BODY_TOO_LARGE, "body", null,
				"The body is larger than " + this.most.toBytes() + " bytes. Send a smaller one.");
	}

	private static InputStream unpacked(HttpInputMessage sent) throws IOException {
		String encoding = sent.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding == null || encoding.equalsIgnoreCase("identity")) {
			return sent.getBody();
		}
		if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
			throw new RequestProblem(Problem.UNSUPPORTED_MEDIA_TYPE, HttpHeaders.CONTENT_ENCODING, encoding,
					"Content-Encoding '" + encoding + "' is not supported. Expected gzip, or an uncompressed body.");
		}
		try {
			return new GZIPInputStream(sent.getBody());
		}
		catch (IOException ex) {
			throw new RequestProblem(Problem.UNREADABLE_BODY, HttpHeaders.CONTENT_ENCODING, encoding,
					"The body is not valid gzip. Compress it, or leave Content-Encoding out.");
		}
	}

	/// A body that is kept.
	static final class Kept implements HttpInputMessage {

		private final HttpHeaders headers;

		private final byte[] bytes;

		private final Type type;

		/// @param type as which it is read
		Kept(HttpHeaders headers, byte[] bytes, Type type) {
			this.headers = headers;
			this.bytes = bytes;
			this.type = type;
		}

		Type type() {
			return this.type;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.bytes);
		}

	}

}
