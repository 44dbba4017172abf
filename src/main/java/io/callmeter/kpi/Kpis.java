package io.callmeter.kpi;

import java.time.Instant;
import java.util.List;

import io.callmeter.tenant.Tenant;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The one reader of figures: everything in an answer is of one snapshot, and written as it is read.
@Component
class Kpis {

	private final Sources sources;

	Kpis(JdbcClient jdbc, Settings settings, Snapshot snapshot, KnownNames names) {
		this.sources = new Sources(jdbc, settings, snapshot, names);
	}

	/// Answers a question.
	/// @throws io.callmeter.http.RequestProblem if the answer would be too large, before
	/// anything of it is written
	void answer(Tenant tenant, KpiQuery query, AnswerLimits limits, KpiWriter writer) {
		List<Instant> boundaries = query.boundaries();
		new AnswerSize(query, limits, boundaries.size() - 1, 1).require();
		this.sources.snapshot()
			.read(tenant, query.selection(),
					(known) -> new KpiReading(this.sources, tenant, query, limits, boundaries, known).write(writer));
	}

	/// What answers are read from.
	record Sources(JdbcClient jdbc, Settings settings, Snapshot snapshot, KnownNames names) {
	}

}
