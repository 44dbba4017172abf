package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.Goal;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/targets", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Targets",
		description = "What metrics should be, of queues, campaigns or all, from a day on; KPI answers show them with targets=own.")
class TargetController extends ReferenceController<Target, TargetEntry> {

	private final Codes codes;

	TargetController(Targets rows, Edits edits, Codes codes) {
		super(Kind.TARGET, rows, edits);
		this.codes = codes;
	}

	@Override
	Target make() {
		return new Target();
	}

	@Override
	void fill(Target row, String code, TargetEntry entry) {
		String other = this.codes.sameTarget(Tenant.DEFAULT.id(), code, entry);
		if (other != null) {
			throw new RequestProblem(Problem.CONFLICT, "validFrom", entry.validFrom().toString(), "The target '" + other
					+ "' is for the same metric, scope and day; change that one, or send another day.");
		}
		row.set(entry);
	}

	@Override
	List<TargetEntry> shown(List<Target> rows) {
		return rows.stream().map(Target::entry).toList();
	}

	@Override
	public TargetEntry example() {
		return new TargetEntry("sales-80-20", "serviceLevel", "sales", null, new BigDecimal("0.8"), null, Goal.AT_LEAST,
				LocalDate.of(2026, 11, 1));
	}

}
