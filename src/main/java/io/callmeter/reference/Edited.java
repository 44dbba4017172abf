package io.callmeter.reference;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/// A row that people edit.
@MappedSuperclass
abstract class Edited {

	/// A row that was deleted and made anew has another, so that no ETag comes twice.
	@Column(updatable = false)
	private UUID rowId = UUID.randomUUID();

	@Version
	private @Nullable Long version;

	UUID rowId() {
		return this.rowId;
	}

	/// The strong validator of what is stored, by RFC 9110; it changes with every change.
	String etag() {
		return "\"" + this.rowId + "-" + this.version + "\"";
	}

}
