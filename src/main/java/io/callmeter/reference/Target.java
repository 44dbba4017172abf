package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;

import io.callmeter.kpi.Goal;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// What a metric should be, from a day on.
@Entity
@Table(name = "target")
class Target extends Coded {

	private @Nullable String metric;

	private @Nullable String queue;

	private @Nullable String campaign;

	private @Nullable BigDecimal value;

	private @Nullable String currency;

	@Enumerated(EnumType.STRING)
	private @Nullable Goal goal;

	private @Nullable LocalDate validFrom;

	void set(TargetEntry entry) {
		this.metric = entry.metric();
		this.queue = entry.queue();
		this.campaign = entry.campaign();
		this.value = entry.value();
		this.currency = entry.currency();
		this.goal = entry.goal();
		this.validFrom = entry.validFrom();
	}

	TargetEntry entry() {
		return new TargetEntry(code(), this.metric, this.queue, this.campaign, this.value, this.currency, this.goal,
				this.validFrom);
	}

}
