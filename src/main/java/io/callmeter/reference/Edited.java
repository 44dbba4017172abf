package io.callmeter.reference;

import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/// A row that people edit.
@MappedSuperclass
abstract class Edited {

	@Version
	private @Nullable Long version;

	/// The strong validator of what is stored, by RFC 9110; it changes with every change.
	String etag() {
		return "\"" + this.version + "\"";
	}

}
