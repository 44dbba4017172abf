package io.callmeter.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import io.callmeter.live.LiveSnapshot.QueueNow;
import io.callmeter.live.LiveSnapshot.Traffic;
import io.callmeter.sql.Sql;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Looks at the database once, by its own clock, for everything that is live.
@Component
class LiveSnapshots {

	private static final String STATEMENT = Sql.of(LiveSnapshots.class, "live");

	private final JdbcClient sql;

	private final LiveProperties properties;

	LiveSnapshots(DataSource database, LiveProperties properties) {
		var template = new JdbcTemplate(database);
		template.setQueryTimeout((int) Math.max(1, properties.refresh().toSeconds()));
		this.sql = JdbcClient.create(template);
		this.properties = properties;
	}

	LiveSnapshot read() {
		var queues = new ArrayList<QueueNow>();
		var traffic = new ArrayList<Traffic>();
		var leftOut = new AtomicLong();
		this.sql.sql(STATEMENT)
			.param("maxAge", seconds(this.properties.maxAge()))
			.param("window", seconds(this.properties.window()))
			.param("threshold", this.properties.threshold().toNanos() / 1_000)
			.param("maxQueues", this.properties.maxQueues())
			.query((row) -> {
				if (row.getString("direction") != null) {
					traffic.add(traffic(row));
				}
				else if (row.getBoolean("left_out")) {
					leftOut.incrementAndGet();
				}
				else {
					queues.add(queue(row));
				}
			});
		return new LiveSnapshot(queues, traffic, leftOut.get());
	}

	private static Traffic traffic(ResultSet row) throws SQLException {
		return new Traffic(row.getString("tenant"), row.getString("direction"), row.getLong("in_progress"),
				row.getLong("overdue"));
	}

	private static QueueNow queue(ResultSet row) throws SQLException {
		return new QueueNow(row.getString("tenant"), row.getString("queue"), row.getLong("waiting"),
				row.getDouble("longest_wait"), row.getLong("talking"), row.getLong("offered"), row.getLong("answered"),
				row.getLong("answered_in_threshold"), row.getLong("answered_wait_us"), row.getLong("abandoned"),
				row.getLong("abandoned_in_threshold"));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

}
