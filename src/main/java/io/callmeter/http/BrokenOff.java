package io.callmeter.http;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// An answer that fails after its first bytes have left must not look whole: no problem is written behind them, and the
/// server, which hears of it, hangs up. Where a body did not come, the server has refused it before anything has left.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrokenOff implements HandlerExceptionResolver {

	private static final Logger log = LoggerFactory.getLogger(BrokenOff.class);

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception failure) {
		boolean clientLeft = failure instanceof IOException;
		boolean answeredByServer = HttpStatusCode.valueOf(response.getStatus()).isError();
		if (clientLeft || answeredByServer || !response.isCommitted()) {
			return null;
		}
		log.warn("An answer was cut off because the rest of it failed: {}", failure.getMessage());
		throw new IllegalStateException("The answer is incomplete", failure);
	}

}
