package io.callmeter.http;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What fails outside of all operations, such as a method that the server itself refuses, which no filter has seen then. The
/// server also refuses a body of which nothing more comes, while an operation reads it; what the operation says of that is
/// told instead.
@Hidden
@RestController
class Failures implements ErrorController {

	/// The attribute of a request with what an operation has said of it.
	static final String SAID = Failures.class.getName() + ".said";

	@RequestMapping("/error")
	ResponseEntity<ProblemDetail> failed(HttpServletRequest request, HttpServletResponse response) {
		CarefulHeaders.complete(response);
		if (request.getAttribute(SAID) instanceof ProblemDetail said) {
			return Problem.answer(said);
		}
		ProblemDetail detail = (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)
				? Problem.ofServer(status) : Problem.NOT_FOUND.detail(Problem.NO_RESOURCE, "path", "/error");
		return ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(detail);
	}

}
