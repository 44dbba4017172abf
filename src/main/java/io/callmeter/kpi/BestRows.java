package io.callmeter.kpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/// Rows in an order of their own: kept until all are there, and no more of them than were asked for.
final class BestRows implements BiConsumer<KpiRow, Cell> {

	private final long weight;

	private final @Nullable Integer limit;

	private final Comparator<Kept> order;

	/// The last of them in the order first.
	private final PriorityQueue<Kept> kept;

	private long number;

	BestRows(KpiQuery query) {
		this.weight = AnswerSize.kept(query);
		this.limit = query.limit();
		this.order = Comparator.comparing(Kept::row, query.order().comparator()).thenComparingLong(Kept::number);
		this.kept = new PriorityQueue<>(this.order.reversed());
	}

	/// @throws io.callmeter.http.RequestProblem if more had to be kept than may be
	@Override
	public void accept(KpiRow row, Cell cell) {
		this.kept.add(new Kept(row, cell, this.number++));
		if (this.limit != null && this.kept.size() > this.limit) {
			this.kept.remove();
		}
		if (this.kept.size() * this.weight > AnswerSize.MOST_KEPT) {
			throw AnswerSize.tooManyOrdered(this.kept.size() * this.weight);
		}
	}

	/// How many are kept.
	int size() {
		return this.kept.size();
	}

	/// Passes them on in their order.
	void passOn(BiConsumer<KpiRow, Cell> rows) {
		var ordered = new ArrayList<>(this.kept);
		this.kept.clear();
		ordered.sort(this.order);
		ordered.forEach((one) -> rows.accept(one.row(), one.cell()));
	}

	/// @param number of the row as it came
	private record Kept(KpiRow row, Cell cell, long number) {
	}

}
