package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// A sum that a figure is made of: a measure, or measures added and taken off.
///
/// It is also the set of the things that are counted: what is added has none in common, what is taken off is a part.
sealed interface Amount permits Measure, Amount.Sum, Amount.Difference {

	/// The measures it needs.
	Set<Measure> measures();

	/// What it comes to; never null, nothing counted is 0.
	BigDecimal in(Sums sums);

	/// As the catalogue says it, by the keys of its measures.
	String words();

	/// Which things are in it, in SQL over their view.
	String condition();

	/// What a cell has of it, in SQL over the columns of a cell; null where cells do not
	/// know it.
	/// @param alike by what all visits are judged; null where columns of a cell say it
	@Nullable String inCells(Judging.@Nullable Alike alike);

	/// The keys of its measures as links name them, those taken off with a minus.
	List<String> counted();

	default Amount plus(Amount other) {
		return new Sum(this, other);
	}

	default Amount minus(Amount other) {
		return new Difference(this, other);
	}

	private static Set<Measure> union(Amount one, Amount other) {
		var all = new LinkedHashSet<>(one.measures());
		all.addAll(other.measures());
		return all;
	}

	private static List<String> both(List<String> one, List<String> other) {
		var both = new ArrayList<>(one);
		both.addAll(other);
		return List.copyOf(both);
	}

	private static @Nullable String combined(@Nullable String one, String sign, @Nullable String other) {
		return (one != null && other != null) ? one + " " + sign + " (" + other + ")" : null;
	}

	/// One and the other.
	record Sum(Amount one, Amount other) implements Amount {

		@Override
		public Set<Measure> measures() {
			return union(this.one, this.other);
		}

		@Override
		public BigDecimal in(Sums sums) {
			return this.one.in(sums).add(this.other.in(sums));
		}

		@Override
		public String words() {
			return this.one.words() + " + " + this.other.words();
		}

		@Override
		public String condition() {
			return "(" + this.one.condition() + " or " + this.other.condition() + ")";
		}

		@Override
		public @Nullable String inCells(Judging.@Nullable Alike alike) {
			return combined(this.one.inCells(alike), "+", this.other.inCells(alike));
		}

		@Override
		public List<String> counted() {
			return both(this.one.counted(), this.other.counted());
		}

	}

	/// One without the other, which is a measure, so that the words need no brackets.
	record Difference(Amount one, Amount other) implements Amount {

		public Difference {
			if (!(other instanceof Measure)) {
				throw new IllegalArgumentException("only a measure can be taken off, not " + other.words());
			}
		}

		@Override
		public Set<Measure> measures() {
			return union(this.one, this.other);
		}

		@Override
		public BigDecimal in(Sums sums) {
			return this.one.in(sums).subtract(this.other.in(sums));
		}

		@Override
		public String words() {
			return this.one.words() + " − " + this.other.words();
		}

		@Override
		public String condition() {
			return "(" + this.one.condition() + " and " + this.other.condition() + " is not true)";
		}

		@Override
		public @Nullable String inCells(Judging.@Nullable Alike alike) {
			return combined(this.one.inCells(alike), "-", this.other.inCells(alike));
		}

		@Override
		public List<String> counted() {
			return both(this.one.counted(), this.other.counted().stream().map((key) -> "-" + key).toList());
		}

	}

}
