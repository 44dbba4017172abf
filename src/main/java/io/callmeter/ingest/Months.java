package io.callmeter.ingest;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The months that calls are stored in, as far as this instance has seen them.
@Component
class Months {

	private static final Logger log = LoggerFactory.getLogger(Months.class);

	/// Written calls after which the database looks at a month for the first time.
	private static final int FIRST_LOOK = 500;

	/// By how much they must have grown each time that it looks again: it knows by itself
	/// how large a table is, and what is in it changes slowly.
	private static final int GROWTH = 4;

	private final JdbcClient database;

	private final Map<YearMonth, Written> months = new ConcurrentHashMap<>();

	Months(JdbcClient database) {
		this.database = database;
	}

	/// Whether all months of changes are there as far as this instance knows.
	boolean haveSeen(List<Change> changes) {
		return startsOf(changes).map(Months::of).allMatch(this.months::containsKey);
	}

	/// Looks at all months anew when they are needed next.
	void forget() {
		this.months.clear();
	}

	/// Makes the partitions of months that this instance has not seen yet, each in a
	/// transaction of its own: the lock that a new partition takes must not be held while
	/// calls are written.
	void ensure(List<Change> changes) {
		for (YearMonth month : startsOf(changes).map(Months::of).collect(Collectors.toSet())) {
			if (!this.months.containsKey(month)) {
				call("select ensure_month(:at)", month);
				this.months.putIfAbsent(month, new Written());
			}
		}
	}

	/// Has the database look at what months hold that have grown, so that it plans for
	/// it. Comes after the commit, and never fails.
	void grown(List<Change> changes) {
		startsOf(changes).collect(Collectors.groupingBy(Months::of, Collectors.counting())).forEach((month, calls) -> {
			Written written = this.months.get(month);
			if (written != null && written.isDue(calls)) {
				try {
					call("select analyze_month(:at)", month);
				}
				catch (DataAccessException ex) {
					log.debug("{} is planned for as before", month, ex);
				}
			}
		});
	}

	private void call(String function, YearMonth month) {
		this.database.sql(function).param("at", month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC)).query((_) -> {
		});
	}

	private static Stream<Instant> startsOf(List<Change> changes) {
		return changes.stream().map(Change::startedAt).filter(Objects::nonNull);
	}

	private static YearMonth of(Instant at) {
		return YearMonth.from(at.atOffset(ZoneOffset.UTC));
	}

	/// How many calls of a month were written.
	private static final class Written {

		private long calls;

		private long nextLook = FIRST_LOOK;

		/// Adds calls and says whether it is time to look again.
		synchronized boolean isDue(long more) {
			this.calls += more;
			boolean due = this.calls >= this.nextLook;
			if (due) {
				this.nextLook = this.calls * GROWTH;
			}
			return due;
		}

	}

}
