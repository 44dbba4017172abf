package io.callmeter.kpi;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The rows of a [KpiStatement]: where its columns are is found out once.
final class KpiColumns {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final TypeReference<Map<String, BigDecimal>> BY_CURRENCY = new TypeReference<>() {
	};

	private final ResultSet rows;

	private final List<Dimension> groupBy;

	private final List<String> partNames;

	private final List<Measure> measures;

	private final BigDecimal strictly;

	private final int total;

	private final int slot;

	private final int period;

	/// Where it is said how many groups there are; 0 for nowhere.
	private final int groups;

	private final int[] keys;

	private final int[] sums;

	/// By how much each may be too long; 0 for what is exact.
	private final int[] errors;

	/// Where the first of what visits were judged by is; 0 for nowhere.
	private final int judged;

	/// @param partNames of the day parts, by their number from 1
	KpiColumns(ResultSet rows, KpiQuery query, List<String> partNames) throws SQLException {
		this.rows = rows;
		this.groupBy = query.groupBy();
		this.partNames = partNames;
		this.measures = query.measures();
		this.strictly = BigDecimal.valueOf(query.selection().judging().operator().lessThanMicros());
		this.total = rows.findColumn("total");
		this.slot = rows.findColumn("slot");
		this.period = rows.findColumn("period");
		this.groups = this.groupBy.isEmpty() ? 0 : rows.findColumn(KpiStatement.GROUPS);
		this.keys = new int[this.groupBy.size()];
		for (int i = 0; i < this.keys.length; i++) {
			this.keys[i] = rows.findColumn(this.groupBy.get(i).alias());
		}
		this.sums = new int[this.measures.size()];
		this.errors = new int[this.measures.size()];
		for (int i = 0; i < this.sums.length; i++) {
			Measure measure = this.measures.get(i);
			this.sums[i] = rows.findColumn(measure.column());
			this.errors[i] = measure.isPercentile() ? rows.findColumn(KpiStatement.error(measure)) : 0;
		}
		this.judged = KpiStatement.showsJudging(query) ? rows.findColumn(KpiStatement.judgedBy(0)) : 0;
	}

	/// Whether it is the row of all groups and intervals.
	boolean isTotal() throws SQLException {
		return this.rows.getInt(this.total) == 1;
	}

	/// How many groups all rows together are of.
	long groups() throws SQLException {
		return (this.groups > 0) ? this.rows.getLong(this.groups) : 1;
	}

	/// Whether it is of the range compared with.
	boolean isThen() throws SQLException {
		return this.rows.getInt(this.period) == 1;
	}

	/// The number of the interval, from 1.
	int slot() throws SQLException {
		return this.rows.getInt(this.slot);
	}

	/// The value of each dimension grouped by, null for none.
	Map<Dimension, @Nullable Object> group() throws SQLException {
		if (this.keys.length == 0) {
			return Map.of();
		}
		var group = new LinkedHashMap<Dimension, @Nullable Object>();
		for (int i = 0; i < this.keys.length; i++) {
			Dimension dimension = this.groupBy.get(i);
			group.put(dimension, dimension.shown(this.rows.getObject(this.keys[i]), this.partNames));
		}
		return group;
	}

	Sums sums() throws SQLException {
		var values = new EnumMap<Measure, BigDecimal>(Measure.class);
		Map<Measure, Map<String, BigDecimal>> money = Map.of();
		Map<Measure, BigDecimal> errors = Map.of();
		for (int i = 0; i < this.sums.length; i++) {
			Measure measure = this.measures.get(i);
			if (measure.type().equals("text")) {
				String sum = this.rows.getString(this.sums[i]);
				if (sum != null) {
					money = money.isEmpty() ? new EnumMap<>(Measure.class) : money;
					money.put(measure, JSON.readValue(sum, BY_CURRENCY));
				}
				continue;
			}
			BigDecimal sum = this.rows.getBigDecimal(this.sums[i]);
			if (sum != null) {
				values.put(measure, sum);
			}
			BigDecimal error = (this.errors[i] > 0) ? this.rows.getBigDecimal(this.errors[i]) : null;
			if (error != null) {
				errors = errors.isEmpty() ? new EnumMap<>(Measure.class) : errors;
				errors.put(measure, error);
			}
		}
		return new Sums(values, money, errors, judgedBy());
	}

	private JudgedBy judgedBy() throws SQLException {
		if (this.judged == 0) {
			return JudgedBy.NOTHING;
		}
		BigDecimal least = this.rows.getBigDecimal(this.judged);
		BigDecimal greatest = this.rows.getBigDecimal(this.judged + 1);
		return new JudgedBy((least != null) ? least.add(this.strictly) : null,
				(greatest != null) ? greatest.add(this.strictly) : null, this.rows.getBigDecimal(this.judged + 2),
				this.rows.getBigDecimal(this.judged + 3), this.rows.getString(this.judged + 4),
				this.rows.getString(this.judged + 5));
	}

}
