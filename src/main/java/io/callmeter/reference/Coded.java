package io.callmeter.reference;

import java.util.Objects;

import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import org.jspecify.annotations.Nullable;

/// A row that people edit, known by its code within a tenant.
@MappedSuperclass
@IdClass(Coded.Key.class)
abstract class Coded extends Edited {

	@Id
	private int tenantId;

	@Id
	private @Nullable String code;

	/// Its place, before it is stored.
	void setKey(Key key) {
		this.tenantId = key.tenantId();
		this.code = key.code();
	}

	String code() {
		return Objects.requireNonNull(this.code);
	}

	/// Codes are unique within their tenant.
	record Key(int tenantId, String code) {
	}

}
