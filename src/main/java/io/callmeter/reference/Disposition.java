package io.callmeter.reference;

import java.util.Objects;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// What a dialer's word for the result of a call means.
@Entity
@Table(name = "disposition")
@IdClass(Disposition.Key.class)
class Disposition extends Edited {

	@Id
	private int tenantId;

	@Id
	private @Nullable String campaign;

	@Id
	private @Nullable String code;

	private @Nullable String name;

	private boolean sale;

	private boolean contact;

	private boolean machine;

	private boolean callback;

	private boolean doNotCall;

	private boolean active;

	void set(Key key, DispositionEntry entry) {
		this.tenantId = key.tenantId();
		this.campaign = key.campaign();
		this.code = key.code();
		this.name = entry.name();
		this.sale = entry.sale();
		this.contact = entry.contact();
		this.machine = entry.machine();
		this.callback = entry.callback();
		this.doNotCall = entry.doNotCall();
		this.active = entry.active();
	}

	Key key() {
		return new Key(this.tenantId, Objects.requireNonNull(this.campaign), Objects.requireNonNull(this.code));
	}

	DispositionEntry entry() {
		String campaign = Objects.requireNonNull(this.campaign);
		return new DispositionEntry(this.code, campaign.isEmpty() ? null : campaign, this.name, this.sale, this.contact,
				this.machine, this.callback, this.doNotCall, this.active);
	}

	/// Codes are unique within their campaign; an empty campaign stands for all others.
	record Key(int tenantId, String campaign, String code) {
	}

}
