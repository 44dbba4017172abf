package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.Goal;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/v1/targets", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Targets",
		description = "Manage targets of metrics for queues, campaigns or all. KPI answers show them with targets=own.")
class TargetController extends ReferenceController<Target, TargetEntry> {

	private final Codes codes;

	private final Audit audit;

	TargetController(Targets rows, Edits edits, Codes codes, Audit audit) {
		super(Kind.TARGET, rows, edits);
		this.codes = codes;
		this.audit = audit;
	}

	@Override
	Target make() {
		return new Target();
	}

	@Override
	void fill(Tenant tenant, Target row, String code, TargetEntry entry) {
		String other = this.codes.sameTarget(tenant.id(), code, entry);
		if (other != null) {
			throw new RequestProblem(Problem.CONFLICT, "validFrom", entry.validFrom().toString(), "The target '" + other
					+ "' has the same metric, scope and day. Change that one, or send another day.");
		}
		row.set(entry);
	}

	@Override
	List<TargetEntry> shown(Tenant tenant, List<Target> rows) {
		return rows.stream().map(Target::entry).toList();
	}

	@Override
	void note(Caller caller, String code, @Nullable TargetEntry entry) {
		this.audit.add(caller, (entry != null) ? "targets.put" : "targets.delete",
				(entry != null) ? Map.of("code", NumberMask.masked(code), "target", entry.masked())
						: Map.of("code", NumberMask.masked(code)));
	}

	@Override
	public TargetEntry example() {
		return new TargetEntry("sales-80-20", "serviceLevel", "sales", null, new BigDecimal("0.8"), null, Goal.AT_LEAST,
				LocalDate.of(2026, 11, 1));
	}

}
