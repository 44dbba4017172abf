package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// What calls are made or taken for.
@Entity
@Table(name = "campaign")
class Campaign extends Named {

	private @Nullable LocalDate startsOn;

	private @Nullable LocalDate endsOn;

	private @Nullable BigDecimal cost;

	private @Nullable String currency;

	void set(CampaignEntry entry) {
		set(entry.name(), entry.active());
		this.startsOn = entry.startsOn();
		this.endsOn = entry.endsOn();
		this.cost = entry.cost();
		this.currency = entry.currency();
	}

	/// @param numbers assigned to it now
	CampaignEntry entry(List<String> numbers) {
		return new CampaignEntry(code(), name(), active(), this.startsOn, this.endsOn, this.cost, this.currency,
				numbers);
	}

}
