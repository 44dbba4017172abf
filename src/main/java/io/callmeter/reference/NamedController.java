package io.callmeter.reference;

import java.util.List;

import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// What can be done with queues, agents and campaigns alike; `{kind}` in its documentation is filled in per kind.
abstract class NamedController<T extends Named> {

	private final Kind kind;

	private final NamedThings<T> things;

	NamedController(Kind kind, NamedThings<T> things) {
		this.kind = kind;
		this.things = things;
	}

	Kind kind() {
		return this.kind;
	}

	@Operation(operationId = "list{Kinds}", summary = "List {kinds}",
			description = "By code. When there are more, `next` is the value of `after` for the following page.")
	@ApiResponse(responseCode = "200", description = "A page of {kinds}")
	@GetMapping
	Page list(
			@Parameter(description = "Only those whose code comes after this one") @RequestParam(
					defaultValue = "") String after,
			@Parameter(description = "How many at most",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit) {
		if (limit < 1 || limit > 1000) {
			throw RequestProblem.invalid("limit", String.valueOf(limit), "Ask for 1 to 1000 at a time.");
		}
		String start = after.isEmpty() ? after : Words.checked("after", after, Named.LONGEST_CODE);
		var found = this.things
			.findByTenantIdAndCodeGreaterThanOrderByCode(Tenant.DEFAULT.id(), start, Limit.of(limit + 1))
			.stream()
			.map(Entry::of)
			.toList();
		return (found.size() <= limit) ? new Page(found, null)
				: new Page(found.subList(0, limit), found.get(limit - 1).code());
	}

	@Operation(operationId = "get{Kind}", summary = "Show one {kind}")
	@ApiResponse(responseCode = "200", description = "The {kind}")
	@ApiResponse(responseCode = "404", description = "There is no such {kind}",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@GetMapping("/{code}")
	Entry get(@PathVariable String code) {
		return this.things.findByTenantIdAndCode(Tenant.DEFAULT.id(), checked(code))
			.map(Entry::of)
			.orElseThrow(() -> unknown(code));
	}

	@Operation(operationId = "put{Kind}", summary = "Make or replace one {kind}",
			description = "Calls may come first: the first call that names a code makes its {kind}, with the code for a name.")
	@ApiResponse(responseCode = "200", description = "The {kind} was there and is now like this")
	@ApiResponse(responseCode = "201", description = "The {kind} is new")
	@PutMapping("/{code}")
	ResponseEntity<Entry> put(@PathVariable String code, @RequestBody Form form) {
		checked(code);
		int tenant = Tenant.DEFAULT.id();
		var entry = new Entry(code, form.name(), form.active());
		do {
			if (this.things.add(tenant, code, entry.name(), entry.active()) == 1) {
				return ResponseEntity
					.created(ServletUriComponentsBuilder.fromCurrentContextPath()
						.path("/v1/{kinds}/{code}")
						.encode()
						.buildAndExpand(this.kind.plural(), code)
						.toUri())
					.body(entry);
			}
		}
		while (this.things.change(tenant, code, entry.name(), entry.active()) == 0);
		return ResponseEntity.ok(entry);
	}

	@Operation(operationId = "delete{Kind}", summary = "Delete one {kind}",
			description = "Its calls stay and keep its code, so no figure changes; the next call that names the code makes the {kind} anew. "
					+ "To keep it out of answers without anything to count, put it with `active` false instead.")
	@ApiResponse(responseCode = "204", description = "The {kind} is gone")
	@ApiResponse(responseCode = "404", description = "There is no such {kind}",
			content = @Content(mediaType = MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					schema = @Schema(implementation = ProblemDetail.class)))
	@DeleteMapping("/{code}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String code) {
		if (this.things.remove(Tenant.DEFAULT.id(), checked(code)) == 0) {
			throw unknown(code);
		}
	}

	@Hidden
	@RequestMapping("/{code}/{*rest}")
	void refuseSlash(@PathVariable String code, @PathVariable String rest, HttpServletRequest request) {
		throw RequestProblem.notFound("path", request.getRequestURI(), "There is nothing here. If the code of the "
				+ this.kind.word() + " is '" + code + rest + "', write each '/' of it as %2F.");
	}

	private static String checked(String code) {
		return Words.checked("code", code, Named.LONGEST_CODE);
	}

	private RequestProblem unknown(String code) {
		return RequestProblem.notFound("code", code, "There is no " + this.kind.word() + " '" + code + "'; GET /v1/"
				+ this.kind.plural() + " lists those there are.");
	}

	/// What a `PUT` sends.
	/// @param name for people
	/// @param active whether it is shown in KPI answers without anything to count
	@Schema(name = "NameForm")
	record Form(
			@Schema(description = "Name for people", minLength = 1, maxLength = 200,
					requiredMode = Schema.RequiredMode.REQUIRED) String name,
			@Schema(description = "Whether it is shown in KPI answers without anything to count",
					defaultValue = "true") Boolean active) {

		Form(@Nullable String name, @Nullable Boolean active) {
			this.name = Words.checked("name", name, 200);
			this.active = active == null || active;
		}

	}

	/// A queue, agent or campaign as it is shown.
	@Schema(name = "NamedEntry")
	record Entry(@Schema(description = "As calls name it") String code,
			@Schema(description = "Name for people; the code until somebody gives one") String name,
			@Schema(description = "Whether it is shown in KPI answers without anything to count") boolean active) {

		static Entry of(Named thing) {
			return new Entry(thing.code(), thing.name(), thing.active());
		}

	}

	/// Some of them, and where the following page begins.
	@Schema(name = "NamedPage")
	record Page(@Schema(description = "By code") List<Entry> items, @Schema(
			description = "The value of `after` for the following page; null on the last") @Nullable String next) {
	}

}
