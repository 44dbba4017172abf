package io.callmeter.live;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import javax.sql.DataSource;

import io.callmeter.live.LiveSnapshot.QueueNow;
import io.callmeter.live.LiveSnapshot.Traffic;
import io.callmeter.sql.Sql;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Looks at the database once a tenant, by its own clock, for everything that is live.
@Component
class LiveSnapshots {

	private static final String STATEMENT = Sql.of(LiveSnapshots.class, "live");

	private static final Comparator<QueueNow> BUSIEST_FIRST = Comparator
		.comparingLong((QueueNow queue) -> queue.waiting() + queue.talking() + queue.offered())
		.reversed()
		.thenComparing(QueueNow::tenant)
		.thenComparing(QueueNow::queue);

	private final JdbcClient sql;

	private final Tenants tenants;

	private final TenantTransactions transactions;

	private final LiveProperties properties;

	LiveSnapshots(DataSource database, Tenants tenants, TenantTransactions transactions, LiveProperties properties) {
		this.tenants = tenants;
		this.transactions = transactions;
		var template = new JdbcTemplate(database);
		template.setQueryTimeout((int) Math.max(1, properties.refresh().toSeconds()));
		this.sql = JdbcClient.create(template);
		this.properties = properties;
	}

	LiveSnapshot read() {
		var queues = new ArrayList<QueueNow>();
		var traffic = new ArrayList<Traffic>();
		for (Tenant tenant : this.tenants.all()) {
			this.transactions.read(tenant, () -> {
				read(tenant, queues, traffic);
				return tenant;
			});
		}
		queues.sort(BUSIEST_FIRST);
		int shown = Math.min(queues.size(), this.properties.maxQueues());
		return new LiveSnapshot(queues.subList(0, shown), traffic, queues.size() - shown);
	}

	private void read(Tenant tenant, List<QueueNow> queues, List<Traffic> traffic) {
		this.sql.sql(STATEMENT)
			.param("tenant", tenant.id())
			.param("maxAge", seconds(this.properties.maxAge()))
			.param("window", seconds(this.properties.window()))
			.param("threshold", this.properties.threshold().toNanos() / 1_000)
			.query((row) -> {
				if (row.getString("direction") != null) {
					traffic.add(traffic(row));
				}
				else {
					queues.add(queue(row));
				}
			});
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
