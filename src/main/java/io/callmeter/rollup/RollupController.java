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
@Tag(name = "Rollups", description = "The sums that long ranges are answered from, compared with the facts.")
class RollupController {

	private static final int MOST_DAYS = 366;

	private static final int MOST_SHOWN = 100;

	private final Rollups rollups;

	RollupController(Rollups rollups) {
		this.rollups = rollups;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "verifyRollups", summary = "Compare cells with facts",
			description = "Sums the facts of the days anew and compares each cell with them; changes nothing. Folding waits "
					+ "meanwhile, figures and calls do not. Days whose calls have expired are left out.")
	@ApiResponse(responseCode = "200", description = "What was found")
	@ApiResponse(responseCode = "409", description = "Cells are being compared or made anew already")
	@PostMapping("/verify")
	Verified verify(Tenant tenant,
			@Parameter(description = "First day, in the tenant's zone.",
					example = "2026-11-09") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@Parameter(description = "The day after the last.",
					example = "2026-11-10") @RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {
		check(tenant, from, to);
		List<Rollups.Mismatch> found = this.rollups.verify(tenant, from, to);
		return new Verified(first(tenant, from, to), to, found.size(), found.stream().limit(MOST_SHOWN).toList());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "rebuildRollups", summary = "Make cells anew",
			description = "Sums the facts of the days anew and puts the sums in the place of the cells, in one step. Figures "
					+ "and calls do not wait for it. Days whose calls have expired keep their cells.")
	@ApiResponse(responseCode = "200", description = "The cells are the sums of their facts")
	@ApiResponse(responseCode = "409", description = "Cells are being compared or made anew already")
	@PostMapping("/rebuild")
	Rebuilt rebuild(Tenant tenant,
			@Parameter(description = "First day, in the tenant's zone.",
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
					"from " + from + " and to " + to + " are not in the years 1970 to 2100; check the years.");
		}
		if (!from.isBefore(to)) {
			throw RequestProblem.invalid("to", to.toString(),
					"to " + to + " is not after from " + from + "; send the day after the last one.");
		}
		if (ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
			throw RequestProblem.invalid("to", to.toString(), "From " + from + " to " + to + " there are more than "
					+ MOST_DAYS + " days; go through them in parts.");
		}
		if (this.rollups.areTaken(tenant)) {
			throw new RequestProblem(Problem.CONFLICT, null, null,
					"Cells are being compared or made anew, here or on another replica. Try again later.");
		}
	}

	/// What a comparison found.
	///
	/// @param cells at most a hundred of those that differ
	@Schema(name = "VerifiedRollups", description = "What a comparison of cells with facts found.")
	record Verified(@Schema(description = "First day that was compared.", example = "2026-11-09") LocalDate from,
			@Schema(description = "The day after the last.", example = "2026-11-10") LocalDate to,
			@Schema(description = "How many cells are not the sums of their facts; 0 when all is well.",
					example = "0") int mismatches,
			@Schema(description = "The first hundred of them.") List<Rollups.Mismatch> cells) {
	}

	/// Which cells were made anew.
	@Schema(name = "RebuiltRollups", description = "Which cells were made anew.")
	record Rebuilt(@Schema(description = "First day that was made anew.", example = "2026-11-09") LocalDate from,
			@Schema(description = "The day after the last.", example = "2026-11-10") LocalDate to) {
	}

}
