package io.callmeter.reference;

import java.util.Objects;

import jakarta.persistence.MappedSuperclass;
import org.jspecify.annotations.Nullable;

/// What calls name by its code: a queue, an agent, a campaign or a number of a tenant.
@MappedSuperclass
abstract class Named extends Coded {

	private @Nullable String name;

	private boolean active;

	String name() {
		return Objects.requireNonNull(this.name);
	}

	boolean active() {
		return this.active;
	}

	void set(String name, boolean active) {
		this.name = name;
		this.active = active;
	}

}
