package io.callmeter.reference;

import java.util.Objects;

import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import org.jspecify.annotations.Nullable;

/// What calls name by its code: a queue, an agent or a campaign of a tenant.
@MappedSuperclass
@IdClass(Named.Key.class)
abstract class Named {

	static final int LONGEST_CODE = 128;

	@Id
	private int tenantId;

	@Id
	private @Nullable String code;

	private @Nullable String name;

	private boolean active;

	String code() {
		return Objects.requireNonNull(this.code);
	}

	String name() {
		return Objects.requireNonNull(this.name);
	}

	boolean active() {
		return this.active;
	}

	/// Codes are unique within their tenant.
	record Key(int tenantId, String code) {
	}

}
