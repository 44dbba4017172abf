package io.callmeter.rollup;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

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

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What operators do with cells by hand.
@RestController
@RequestMapping(path = "/v1/rollups", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Rollups", description = "Verify and rebuild rollups, from which long ranges are answered.")
class RollupController {

	private static final int MOST_DAYS = 366;

	private static final int MOST_SHOWN = 100;

	private final Rollups rollups;

	RollupController(Rollups rollups) {
		this.rollups = rollups;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "verifyRollups", summary = "Verify rollups",
			description = "Compares the rollups of the days with their calls and changes nothing. Rolling up pauses meanwhile; queries "
					+ "and deliveries do not. Days with expired calls are skipped.")
	@ApiResponse(responseCode = "200", description = "Result of the comparison")
	@ApiResponse(responseCode = "409", description = "Rollups are being verified or rebuilt already")
	@PostMapping("/verify")
	Verified verify(Tenant tenant,
			@Parameter(description = "First day, in the tenant's time zone.",
					example = "2026-11-09") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@Parameter(description = "The day after the last.",
					example = "2026-11-10") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {
		check(tenant, from, to);
		List<Rollups.Mismatch> found = this.rollups.verify(tenant, from, to);
		return new Verified(first(tenant, from, to), to, found.size(), found.stream().limit(MOST_SHOWN).toList());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "rebuildRollups", summary = "Rebuild rollups",
			description = "Rebuilds the rollups of the days from their calls in one transaction. Queries and deliveries do not wait. Days "
					+ "with expired calls keep their rollups.")
	@ApiResponse(responseCode = "200", description = "The rollups were rebuilt")
	@ApiResponse(responseCode = "409", description = "Rollups are being verified or rebuilt already")
	@PostMapping("/rebuild")
	Rebuilt rebuild(Tenant tenant,
			@Parameter(description = "First day, in the tenant's time zone.",
					example = "2026-11-09") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@Parameter(description = "The day after the last.",
					example = "2026-11-10") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {
		check(tenant, from, to);
		this.rollups.rebuild(tenant, from, to);
		return new Rebuilt(first(tenant, from, to), to);
	}

	/// The first of the days whose calls are still there.
	private LocalDate first(Tenant tenant, LocalDate from, LocalDate to) {
		LocalDate kept = this.rollups.firstDay(tenant).orElse(from);
		return kept.isAfter(to) ? to : kept.isAfter(from) ? kept : from;
	}

	private void check(Tenant tenant, LocalDate from, LocalDate to) {
		if (from.getYear() < 1970 || to.getYear() > 2100) {
			throw RequestProblem.invalid("from", from.toString(),
					"Invalid range from " + from + " to " + to + ". Expected years from 1970 to 2100.");
		}
		if (!from.isBefore(to)) {
			throw RequestProblem.invalid("to", to.toString(),
					"Invalid range: to " + to + " is not after from " + from + ". Send the day after the last one.");
		}
		if (ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
			throw RequestProblem.invalid("to", to.toString(), "Invalid range from " + from + " to " + to
					+ ". Expected at most " + MOST_DAYS + " days; send several requests.");
		}
		if (this.rollups.areTaken(tenant)) {
			throw new RequestProblem(Problem.CONFLICT, null, null,
					"Rollups are being verified or rebuilt, here or on another replica. Try again later.");
		}
	}

	/// What a comparison found.
	///
	/// @param rollups at most a hundred of those that differ
	@Schema(name = "VerifiedRollups", description = "Result of a comparison of rollups with calls.")
	record Verified(@Schema(description = "First day that was compared.", example = "2026-11-09") LocalDate from,
			@Schema(description = "The day after the last.", example = "2026-11-10") LocalDate to,
			@Schema(description = "Rollups that differ from their calls; 0 if all is well.",
					example = "0") int mismatches,
			@Schema(description = "The first hundred of them.") List<Rollups.Mismatch> rollups) {
	}

	/// Which cells were made anew.
	@Schema(name = "RebuiltRollups", description = "Days whose rollups were rebuilt.")
	record Rebuilt(@Schema(description = "First day that was rebuilt.", example = "2026-11-09") LocalDate from,
			@Schema(description = "The day after the last.", example = "2026-11-10") LocalDate to) {
	}

}
