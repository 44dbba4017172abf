package io.callmeter.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

/// A number of the centre, and what it is dialled for.
@Entity
@Table(name = "centre_number")
@AttributeOverride(name = "code", column = @Column(name = "number"))
class CentreNumber extends Named {

	/// Stored where an assignment holds from ever; no call began before.
	private static final Instant EVER = Instant.EPOCH;

	@ElementCollection
	@BatchSize(size = 100)
	@CollectionTable(name = "number_assignment",
			joinColumns = { @JoinColumn(name = "tenant_id", referencedColumnName = "tenantId"),
					@JoinColumn(name = "number", referencedColumnName = "number") })
	private List<Assignment> assignments = new ArrayList<>();

	void set(NumberEntry entry) {
		set(entry.name(), entry.active());
		Edits.replace(this.assignments, entry.assignments().stream().map(Assignment::of).toList());
	}

	NumberEntry entry() {
		return new NumberEntry(code(), name(), active(), this.assignments.stream().map(Assignment::shown).toList());
	}

	/// What the number is dialled for.
	///
	/// @param validTo null for ever
	@Embeddable
	record Assignment(Instant validFrom, @Nullable Instant validTo, @Nullable String campaign, @Nullable String queue) {

		static Assignment of(NumberEntry.Assignment sent) {
			return new Assignment((sent.validFrom() != null) ? sent.validFrom() : EVER, sent.validTo(), sent.campaign(),
					sent.queue());
		}

		NumberEntry.Assignment shown() {
			return new NumberEntry.Assignment(this.campaign, this.queue,
					this.validFrom.equals(EVER) ? null : this.validFrom, this.validTo);
		}

	}

}
