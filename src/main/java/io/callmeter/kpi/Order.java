package io.callmeter.kpi;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/// In which order rows come: by one thing after the other, ties as they would come without.
///
/// @param keys the first decides
record Order(List<Key> keys) {

	/// By group (none last), then by time.
	static final Order USUAL = new Order(List.of());

	Order {
		keys = List.copyOf(keys);
	}

	/// For a stable sort; a null comes last, ascending or descending.
	Comparator<KpiRow> comparator() {
		Comparator<KpiRow> comparator = (_, _) -> 0;
		for (Key key : this.keys) {
			comparator = comparator.thenComparing(key.comparator());
		}
		return comparator;
	}

	/// A thing to order by.
	sealed interface Key {

		/// From the greatest to the least.
		boolean descending();

		Comparator<KpiRow> comparator();

	}

	/// When the interval begins.
	record ByTime(boolean descending) implements Key {

		@Override
		public Comparator<KpiRow> comparator() {
			Comparator<KpiRow> comparator = Comparator.comparing(KpiRow::from);
			return this.descending ? comparator.reversed() : comparator;
		}

	}

	/// The value of a dimension that rows are grouped by.
	record ByGroup(Dimension dimension, boolean descending) implements Key {

		@Override
		public Comparator<KpiRow> comparator() {
			return nullsLast((row) -> (Comparable<?>) row.group().get(this.dimension.key()), this.descending);
		}

	}

	/// A part of a figure.
	record ByFigure(Metric metric, Part part, boolean descending) implements Key {

		@Override
		public Comparator<KpiRow> comparator() {
			return nullsLast((row) -> {
				KpiValue figure = row.metrics().get(this.metric.id());
				return (figure != null) ? this.part.of(figure) : null;
			}, this.descending);
		}

	}

	@SuppressWarnings("unchecked")
	private static Comparator<KpiRow> nullsLast(Function<KpiRow, @Nullable Comparable<?>> value, boolean descending) {
		Comparator<Comparable<Object>> natural = Comparator.naturalOrder();
		return Comparator.comparing((row) -> (Comparable<Object>) value.apply(row),
				Comparator.nullsLast(descending ? natural.reversed() : natural));
	}

	/// What of a figure is compared, as it was before it was rounded.
	enum Part {

		VALUE, NUMERATOR, DENOMINATOR, LOW, HIGH, ABSOLUTE_CHANGE, RELATIVE_CHANGE, DISTANCE;

		/// As parameters name it after the id of the metric and a dot; empty for the
		/// value itself.
		String key() {
			return (this == VALUE) ? "" : Dimension.camel(name());
		}

		/// Null where the figure has none.
		@Nullable Exact of(KpiValue figure) {
			return switch (this) {
				case VALUE -> figure.exact();
				case NUMERATOR -> exact(figure.numerator());
				case DENOMINATOR -> exact(figure.denominator());
				case LOW -> (figure.confidence() != null) ? exact(figure.confidence().low()) : null;
				case HIGH -> (figure.confidence() != null) ? exact(figure.confidence().high()) : null;
				case ABSOLUTE_CHANGE -> (figure.comparison() != null) ? figure.comparison().absoluteChange() : null;
				case RELATIVE_CHANGE -> (figure.comparison() != null) ? figure.comparison().relativeChange() : null;
				case DISTANCE -> (figure.target() != null) ? figure.target().distance() : null;
			};
		}

		private static @Nullable Exact exact(@Nullable BigDecimal number) {
			return (number != null) ? Exact.of(number) : null;
		}

	}

}
