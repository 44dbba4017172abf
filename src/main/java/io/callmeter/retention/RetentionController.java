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
@Tag(name = "Retention", description = "Set retention periods of calls, personal data and rollups, and run retention.")
class RetentionController {

	private final Retentions retentions;

	private final RetentionRuns runs;

	RetentionController(Retentions retentions, RetentionRuns runs) {
		this.retentions = retentions;
		this.runs = runs;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "getRetention", summary = "Get retention periods",
			description = "The periods, and from when on data are available. Unless set, everything is kept forever.")
	@ApiResponse(responseCode = "200", description = "The retention periods")
	@GetMapping
	Kept get(Tenant tenant) {
		return this.retentions.of(tenant);
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "putRetention", summary = "Set retention periods",
			description = "Omitted periods mean forever. The next run deletes what has expired, except calls on legal hold, and a "
					+ "longer period restores nothing. KPIs of whole days are still answered from rollups; other "
					+ "values that need expired calls are null with a reason.")
	@ApiResponse(responseCode = "200", description = "The retention periods were set")
	@PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Kept put(Caller caller, @RequestBody Ages ages) {
		return this.retentions.put(caller, ages.checked());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "runRetention", summary = "Run retention",
			description = "Deletes what has expired now instead of with the next run. With dryRun it only reports what would be "
					+ "deleted.")
	@ApiResponse(responseCode = "200", description = "What was or would be deleted")
	@ApiResponse(responseCode = "409", description = "A run is in progress")
	@PostMapping("/run")
	Report run(Caller caller, @Parameter(description = "Whether to report only.",
			example = "true") @RequestParam(defaultValue = "true") boolean dryRun) {
		Tenant tenant = caller.tenant();
		if (dryRun) {
			Horizons then = this.runs.then(tenant);
			return new Report(true, then.calls(), then.personal(), then.cells(),
					this.runs.dryMonths().stream().map(Object::toString).toList(), this.runs.dryRun(tenant));
		}
		RetentionRuns.Run run = this.runs.run(tenant, caller.name())
			.orElseThrow(() -> new RequestProblem(Problem.CONFLICT, null, null,
					"A retention run is in progress, here or on another replica. Try again later."));
		if (!run.whole()) {
			throw new RequestProblem(Problem.DATABASE_UNAVAILABLE, null, null,
					"The retention run did not finish; the log of the service has the reason. The next run continues it.");
		}
		Kept kept = this.retentions.of(tenant);
		return new Report(false, kept.horizon(), kept.personalHorizon(), kept.rollupHorizon(),
				run.months().stream().map(Object::toString).toList(), run.all());
	}

	/// What went, or would go.
	@Schema(name = "RetentionReport", description = "What was or would be deleted.")
	record Report(@Schema(description = "Whether nothing was deleted.", example = "true") boolean dryRun,
			@Schema(description = "Start of the oldest calls that are kept; null for no limit.",
					example = "2016-11-27T00:00:00Z") @Nullable Instant horizon,
			@Schema(description = "Start of the oldest calls with personal data; null for no limit.",
					example = "2018-09-08T00:00:00Z") @Nullable Instant personalHorizon,
			@Schema(description = "Start of the oldest rollups; null for no limit.") @Nullable Instant rollupHorizon,
			@Schema(description = "Months (UTC) that are dropped as a whole.", example = "[]") List<String> months,
			@Schema(description = "Calls deleted.", example = "0") long calls,
			@Schema(description = "Other calls whose personal data are deleted.", example = "0") long personal,
			@Schema(description = "Rollups deleted.", example = "0") long rollups) {

		Report(boolean dryRun, @Nullable Instant horizon, @Nullable Instant personalHorizon,
				@Nullable Instant rollupHorizon, List<String> months, RetentionRuns.Gone gone) {
			this(dryRun, horizon, personalHorizon, rollupHorizon, months, gone.calls(), gone.personal(), gone.cells());
		}

	}

}
