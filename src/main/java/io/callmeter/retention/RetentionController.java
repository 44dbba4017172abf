package io.callmeter.retention;

import java.time.Instant;
import java.util.List;

import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// How long the caller's tenant keeps what.
@RestController
@RequestMapping(path = "/v1/retention", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Retention", description = "How long calls, personal data and sums are kept.")
class RetentionController {

	private final Retentions retentions;

	private final RetentionRuns runs;

	RetentionController(Retentions retentions, RetentionRuns runs) {
		this.retentions = retentions;
		this.runs = runs;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "getRetention", summary = "Show how long what is kept",
			description = "And from when on there is what. While nothing is set, everything is kept for ever.")
	@ApiResponse(responseCode = "200", description = "The ages and horizons")
	@GetMapping
	Kept get(Tenant tenant) {
		return this.retentions.of(tenant);
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "putRetention", summary = "Set how long what is kept",
			description = "What is left out is kept for ever. Nothing goes before the next run, which the service makes again and "
					+ "again: first the horizon moves, then what is behind it goes. A horizon never moves back: a greater age "
					+ "keeps what is there and brings nothing back. Held calls stay. Whole days and quarters of an hour are "
					+ "answered as before; any other figure that would need expired calls is null with the reason.")
	@ApiResponse(responseCode = "200", description = "It is kept like this from now on")
	@PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Kept put(Caller caller, @RequestBody Ages ages) {
		return this.retentions.put(caller, ages.checked());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "runRetention", summary = "Take away what has expired, or say what would go",
			description = "With dryRun nothing changes. Without it what has expired goes now and not only with the next run; a "
					+ "month that no tenant keeps anything of is dropped as a whole.")
	@ApiResponse(responseCode = "200", description = "What went or would go")
	@ApiResponse(responseCode = "409", description = "A run is under way")
	@PostMapping("/run")
	Report run(Caller caller, @Parameter(description = "Whether only to say what would go.",
			example = "true") @RequestParam(defaultValue = "true") boolean dryRun) {
		Tenant tenant = caller.tenant();
		if (dryRun) {
			Horizons then = this.runs.then(tenant);
			return new Report(true, then.calls(), then.personal(), then.cells(),
					this.runs.dryMonths().stream().map(Object::toString).toList(), this.runs.dryRun(tenant));
		}
		RetentionRuns.Run run = this.runs.run(tenant, caller.name())
			.orElseThrow(() -> new RequestProblem(Problem.CONFLICT, null, null,
					"A run is under way, here or on another replica; what has expired goes with it. Try again later."));
		if (!run.whole()) {
			throw new RequestProblem(Problem.DATABASE_UNAVAILABLE, null, null,
					"The run did not come to its end, the log of the service says why; the next one goes on with it.");
		}
		Kept kept = this.retentions.of(tenant);
		return new Report(false, kept.horizon(), kept.personalHorizon(), kept.cellHorizon(),
				run.months().stream().map(Object::toString).toList(), run.all());
	}

	/// What went, or would go.
	@Schema(name = "RetentionReport", description = "What went, or would go.")
	record Report(@Schema(description = "Whether it is only what would go.", example = "true") boolean dryRun,
			@Schema(description = "Where the horizon of calls is then; null for none.", nullable = true,
					example = "2016-11-27T00:00:00Z") @Nullable Instant horizon,
			@Schema(description = "Where the horizon of personal data is then; null for none.", nullable = true,
					example = "2018-09-08T00:00:00Z") @Nullable Instant personalHorizon,
			@Schema(description = "Where the horizon of sums is then; null for none.",
					nullable = true) @Nullable Instant cellHorizon,
			@Schema(description = "Months (UTC) that are dropped as a whole, as no tenant keeps a call of them.",
					example = "[]") List<String> months,
			@Schema(description = "Calls that go, with months or one by one.", example = "0") long calls,
			@Schema(description = "Other calls that lose their personal data.", example = "0") long personal,
			@Schema(description = "Sums that go.", example = "0") long cells) {

		Report(boolean dryRun, @Nullable Instant horizon, @Nullable Instant personalHorizon,
				@Nullable Instant cellHorizon, List<String> months, RetentionRuns.Gone gone) {
			this(dryRun, horizon, personalHorizon, cellHorizon, months, gone.calls(), gone.personal(), gone.cells());
		}

	}

}
