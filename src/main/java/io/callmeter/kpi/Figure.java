package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// How a metric is made of measures.
sealed interface Figure {

	/// The measures it needs.
	Set<Measure> measures();

	/// What it comes to.
	KpiValue value(Sums sums, Cell cell, Selection selection);

	/// What is divided, or counted or chosen from, as the catalogue says it.
	String numerator();

	/// What divides it; null where nothing does.
	default @Nullable String denominator() {
		return null;
	}

	/// The things that are counted, divided or chosen from.
	Amount counted();

	/// The things that it is divided by; null where there are none.
	default @Nullable Amount countedBelow() {
		return null;
	}

	/// A count; groups and intervals add up to the total.
	record Count(Amount amount) implements Figure {

		@Override
		public Set<Measure> measures() {
			return this.amount.measures();
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			return KpiValue.single(this.amount.in(sums));
		}

		@Override
		public String numerator() {
			return this.amount.words();
		}

		@Override
		public Amount counted() {
			return this.amount;
		}

	}

	/// One amount by another.
	sealed interface Quotient extends Figure {

		Amount over();

		Amount under();

		@Override
		default Set<Measure> measures() {
			return union(over(), under());
		}

		@Override
		default String numerator() {
			return over().words();
		}

		@Override
		default String denominator() {
			return under().words();
		}

		@Override
		default Amount counted() {
			return over();
		}

		@Override
		default Amount countedBelow() {
			return under();
		}

	}

	/// How many of a number of things are so: what is above is a part of what is below.
	record Share(Amount over, Amount under) implements Quotient {

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			return KpiValue.share(this.over.in(sums), this.under.in(sums));
		}

	}

	/// Any other quotient of two sums.
	record Ratio(Amount over, Amount under) implements Quotient {

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			return KpiValue.quotient(this.over.in(sums), this.under.in(sums));
		}

	}

	/// A sum of durations, in seconds.
	record Total(Measure micros) implements Figure {

		@Override
		public Set<Measure> measures() {
			return Set.of(this.micros);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			return KpiValue.single(seconds(sums.of(this.micros)));
		}

		@Override
		public String numerator() {
			return "Σ " + this.micros.words() + " (s)";
		}

		@Override
		public Amount counted() {
			return this.micros;
		}

	}

	/// A mean duration: microseconds by a count, in seconds.
	record Mean(Measure micros, Amount under) implements Quotient {

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			return KpiValue.quotient(seconds(this.micros.in(sums)), this.under.in(sums));
		}

		@Override
		public Amount over() {
			return this.micros;
		}

		@Override
		public String numerator() {
			return "Σ " + this.micros.words() + " (s)";
		}

	}

	/// A mean duration of which only the whole seconds are shown.
	record WholeSeconds(Measure micros, Amount under) implements Quotient {

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			BigDecimal seconds = seconds(this.micros.in(sums));
			BigDecimal count = this.under.in(sums);
			Exact mean = Exact.quotient(seconds, count);
			return KpiValue.quotient((mean != null) ? mean.whole() : null, seconds, count);
		}

		@Override
		public Amount over() {
			return this.micros;
		}

		@Override
		public String numerator() {
			return "Σ " + this.micros.words() + " (s)";
		}

	}

	/// A maximum duration, in seconds.
	record Longest(Measure micros) implements Figure {

		@Override
		public Set<Measure> measures() {
			return Set.of(this.micros);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			BigDecimal longest = sums.orNull(this.micros);
			return KpiValue.single((longest != null) ? seconds(longest) : null);
		}

		@Override
		public String numerator() {
			return this.micros.words() + " (s)";
		}

		@Override
		public Amount counted() {
			return this.micros;
		}

	}

	/// A nearest-rank percentile of durations, in seconds.
	record Percentile(Measure micros, Measure population) implements Figure {

		@Override
		public Set<Measure> measures() {
			return union(this.micros, this.population);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			BigDecimal chosen = sums.orNull(this.micros);
			return KpiValue.percentile((chosen != null) ? seconds(chosen) : null, sums.of(this.population),
					seconds(sums.error(this.micros)));
		}

		@Override
		public String numerator() {
			return "one of " + this.population.words() + " (s)";
		}

		@Override
		public Amount counted() {
			return this.population;
		}

	}

	/// A count by the hours that the interval has lasted until now.
	record PerHour(Amount amount) implements Figure {

		@Override
		public Set<Measure> measures() {
			return this.amount.measures();
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			return cell.perHour(this.amount.in(sums));
		}

		@Override
		public String numerator() {
			return this.amount.words();
		}

		@Override
		public String denominator() {
			return "elapsed hours of the interval";
		}

		@Override
		public Amount counted() {
			return this.amount;
		}

	}

	/// The share of visits answered in time, each by the policy it is judged by.
	record ServiceLevel() implements Figure {

		@Override
		public Set<Measure> measures() {
			return union(Measure.SERVED, Measure.JUDGED);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			JudgedBy judged = sums.judgedBy().or(selection.judging());
			return KpiValue.share(sums.of(Measure.SERVED), sums.of(Measure.JUDGED))
				.judgedBy(judged.policy(), judged.threshold());
		}

		@Override
		public String numerator() {
			return "by serviceLevelPolicy: " + ServiceLevelPolicy.words(Share::numerator);
		}

		@Override
		public String denominator() {
			return "by serviceLevelPolicy: " + ServiceLevelPolicy.words(Share::denominator);
		}

		@Override
		public Amount counted() {
			return Measure.SERVED;
		}

		@Override
		public Amount countedBelow() {
			return Measure.JUDGED;
		}

	}

	/// The share of calls after which the customer called again within the window.
	record RepeatRate() implements Figure {

		@Override
		public Set<Measure> measures() {
			return Set.of(Measure.REPEATED_CALLS, Measure.REPEATABLE_CALLS, Measure.UNSETTLED_CALLS);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			Duration window = selection.limits().repeatWindow();
			return KpiValue.share(sums.of(Measure.REPEATED_CALLS), sums.of(Measure.REPEATABLE_CALLS))
				.within(BigDecimal.valueOf(window.toNanos(), 9), sums.of(Measure.UNSETTLED_CALLS).signum() > 0);
		}

		@Override
		public String numerator() {
			return Measure.REPEATED_CALLS.words();
		}

		@Override
		public String denominator() {
			return Measure.REPEATABLE_CALLS.words();
		}

		@Override
		public Amount counted() {
			return Measure.REPEATED_CALLS;
		}

		@Override
		public Amount countedBelow() {
			return Measure.REPEATABLE_CALLS;
		}

	}

	/// A sum of money by currency.
	record Money(Measure money) implements Figure {

		@Override
		public Set<Measure> measures() {
			return Set.of(this.money);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			var money = new TreeMap<String, Exact>();
			sums.money(this.money).forEach((code, sum) -> money.put(code, Exact.of(sum)));
			return inCurrency(money, selection.currency());
		}

		@Override
		public String numerator() {
			return "Σ " + this.money.words();
		}

		@Override
		public Amount counted() {
			return this.money;
		}

	}

	/// What the campaigns of a group cost in an interval; null where that is not known.
	record Cost() implements Figure {

		@Override
		public Set<Measure> measures() {
			return Set.of(Measure.CALLS);
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			String currency = selection.currency();
			return (currency != null && !cell.cost().containsKey(currency)) ? KpiValue.money(null, Map.of())
					: inCurrency(cell.cost(), currency);
		}

		@Override
		public String numerator() {
			return "Σ cost of the campaigns, spread evenly over their days";
		}

		@Override
		public Amount counted() {
			return Measure.CALLS;
		}

	}

	/// What the campaigns of a group cost in an interval, by a count; null where that is
	/// not known.
	record CostPer(Amount under) implements Figure {

		@Override
		public Set<Measure> measures() {
			return this.under.measures();
		}

		@Override
		public KpiValue value(Sums sums, Cell cell, Selection selection) {
			BigDecimal count = this.under.in(sums);
			String currency = selection.currency();
			if (currency != null) {
				Exact cost = cell.cost().get(currency);
				return (cost != null)
						? KpiValue.quotient(cost.dividedBy(Exact.of(count)), cost.rounded(), count).in(currency)
						: KpiValue.NONE;
			}
			var each = new TreeMap<String, Exact>();
			cell.cost().forEach((code, cost) -> {
				Exact by = cost.dividedBy(Exact.of(count));
				if (by != null) {
					each.put(code, by);
				}
			});
			return KpiValue.money(null, each);
		}

		@Override
		public String numerator() {
			return new Cost().numerator();
		}

		@Override
		public String denominator() {
			return this.under.words();
		}

		@Override
		public Amount counted() {
			return this.under;
		}

		@Override
		public Amount countedBelow() {
			return this.under;
		}

	}

	private static KpiValue inCurrency(Map<String, Exact> money, @Nullable String currency) {
		if (currency == null) {
			return KpiValue.money(null, money);
		}
		Exact value = money.getOrDefault(currency, Exact.ZERO);
		return KpiValue.money(value, Map.of(currency, value)).in(currency);
	}

	private static Set<Measure> union(Amount one, Amount other) {
		var all = new LinkedHashSet<>(one.measures());
		all.addAll(other.measures());
		return all;
	}

	private static BigDecimal seconds(BigDecimal micros) {
		return micros.movePointLeft(6);
	}

}
