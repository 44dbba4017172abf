package io.callmeter.kpi;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/// Shows every interval of each group, although nothing counts in it, and puts what is compared side by side.
final class KpiSeries {

	private final int intervals;

	private final Rows rows;

	private @Nullable Map<Dimension, @Nullable Object> group;

	private int slot = 1;

	private Sums now = Sums.NONE;

	private Sums then = Sums.NONE;

	/// @param grouped whether there is a group only where there are sums of it
	KpiSeries(int intervals, boolean grouped, Rows rows) {
		this.intervals = intervals;
		this.rows = rows;
		this.group = grouped ? null : Map.of();
	}

	/// Takes sums: those of a group one after the other, by interval.
	/// @param then whether they are of the range compared with
	void add(Map<Dimension, @Nullable Object> group, int slot, boolean then, Sums sums) {
		if (!group.equals(this.group)) {
			end();
			this.group = group;
			this.slot = 1;
		}
		showUntil(slot);
		if (then) {
			this.then = sums;
		}
		else {
			this.now = sums;
		}
	}

	void end() {
		showUntil(this.intervals + 1);
	}

	/// Shows what was kept and the empty intervals after it.
	private void showUntil(int slot) {
		while (this.group != null && this.slot < slot) {
			this.rows.show(this.group, this.slot, this.now, this.then);
			this.now = Sums.NONE;
			this.then = Sums.NONE;
			this.slot++;
		}
	}

	/// Where rows are shown.
	@FunctionalInterface
	interface Rows {

		/// @param slot the number of the interval, from 1
		void show(Map<Dimension, @Nullable Object> group, int slot, Sums now, Sums then);

	}

}
