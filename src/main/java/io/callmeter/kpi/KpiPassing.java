package io.callmeter.kpi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Passes the rows of an answer on to who writes it: as they come, or as many of the best as were asked for.
final class KpiPassing {

	private final KpiReading reading;

	private final KpiQuery query;

	private final KpiWriter writer;

	private final List<String> inexact;

	private final Set<String> estimated = new LinkedHashSet<>();

	/// Null where rows come in the order that they are read in.
	private final @Nullable BestRows best;

	private boolean begun;

	private long rows;

	KpiPassing(KpiReading reading, KpiQuery query, KpiWriter writer) {
		this.reading = reading;
		this.query = query;
		this.writer = writer;
		this.inexact = query.metrics().stream().filter((metric) -> !metric.exact()).map(Metric::id).toList();
		this.best = query.order().equals(Order.USUAL) ? null : new BestRows(query);
	}

	/// Takes the next row, unless there are as many as were asked for.
	void add(int slot, Map<Dimension, @Nullable Object> group, Sums now, Sums then) {
		Cell cell = this.reading.cell(slot, group);
		KpiRow row = this.reading.row(cell, slot, now, then);
		if (this.best != null) {
			this.best.accept(row, cell);
		}
		else {
			passOn(row, cell);
		}
	}

	/// Whether no further row is wanted.
	boolean isFull() {
		return this.best == null && this.query.limit() != null && this.rows >= this.query.limit();
	}

	/// There are no more.
	void end() {
		if (this.best != null) {
			this.best.passOn(this::passOn);
		}
		begin();
		this.writer.end(this.inexact.stream().filter(this.estimated::contains).toList());
	}

	private void passOn(KpiRow row, Cell cell) {
		begin();
		look(row.metrics());
		this.rows++;
		this.writer.row(row.with(this.reading.links(cell)));
	}

	/// Not before the first row, when the totals have been read.
	private void begin() {
		if (!this.begun) {
			this.begun = true;
			KpiAnswer answer = this.reading.begun();
			look(answer.total().metrics());
			this.writer.begin(answer, this.reading.plan());
		}
	}

	private void look(Map<String, KpiValue> figures) {
		for (String id : this.inexact) {
			KpiValue figure = figures.get(id);
			if (figure != null && figure.errorBound() != null && figure.errorBound().signum() > 0) {
				this.estimated.add(id);
			}
		}
	}

}
