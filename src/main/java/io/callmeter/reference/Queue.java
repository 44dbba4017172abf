package io.callmeter.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.kpi.ServiceLevelPolicy;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

/// A queue that callers wait in.
@Entity
@Table(name = "queue")
class Queue extends Named {

	private @Nullable String timeZone;

	private @Nullable String calendar;

	@ElementCollection
	@BatchSize(size = 100)
	@CollectionTable(name = "queue_setting",
			joinColumns = { @JoinColumn(name = "tenant_id", referencedColumnName = "tenantId"),
					@JoinColumn(name = "queue", referencedColumnName = "code") })
	private List<Setting> settings = new ArrayList<>();

	void set(QueueEntry entry) {
		set(entry.name(), entry.active());
		this.timeZone = entry.timeZone();
		this.calendar = entry.calendar();
		Edits.replace(this.settings, entry.settings().stream().map(Setting::of).toList());
	}

	QueueEntry entry() {
		return new QueueEntry(code(), name(), active(), this.timeZone, this.calendar,
				this.settings.stream().map(Setting::shown).toList());
	}

	/// How visits are judged from a day on; null leaves it to the tenant.
	@Embeddable
	record Setting(LocalDate validFrom, @Nullable Long thresholdUs, @Nullable Long shortAbandonUs,
			@Nullable String serviceLevelPolicy) {

		static Setting of(QueueEntry.Setting sent) {
			return new Setting(sent.validFrom(), Seconds.micros(sent.threshold()), Seconds.micros(sent.shortAbandon()),
					(sent.serviceLevelPolicy() != null) ? sent.serviceLevelPolicy().name() : null);
		}

		QueueEntry.Setting shown() {
			return new QueueEntry.Setting(this.validFrom, Seconds.of(this.thresholdUs), Seconds.of(this.shortAbandonUs),
					(this.serviceLevelPolicy != null) ? ServiceLevelPolicy.valueOf(this.serviceLevelPolicy) : null);
		}

	}

}
