package io.callmeter.http;

import java.io.IOException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.MDC;

/// Gives each request an id, by which its answer is found in the log: the caller's own, where it is short and harmless, else
/// a new one. A valve and no filter, because the server answers some requests itself.
class RequestIds extends ValveBase {

	static final String HEADER = "X-Request-Id";

	/// The name in problems and in log lines.
	static final String NAME = "requestId";

	/// With a letter in it, so that it is not a phone number, and without a key.
	private static final Pattern HARMLESS = Pattern.compile("(?!cm_)(?=.*[A-Za-z])[A-Za-z0-9._-]{1,64}");

	RequestIds() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		String id = of(request);
		response.setHeader(HEADER, id);
		MDC.put(NAME, id);
		try {
			getNext().invoke(request, response);
		}
		finally {
			MDC.remove(NAME);
		}
	}

	/// The id of a request, the same whenever it is asked for.
	static String of(HttpServletRequest request) {
		if (request.getAttribute(HEADER) instanceof String known) {
			return known;
		}
		String sent = request.getHeader(HEADER);
		String id = (sent != null && HARMLESS.matcher(sent).matches()) ? sent : made();
		request.setAttribute(HEADER, id);
		return id;
	}

	private static String made() {
		return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
	}

}
