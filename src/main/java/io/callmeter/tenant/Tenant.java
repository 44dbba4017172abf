package io.callmeter.tenant;

/// An organisation whose calls are kept apart from all others.
///
/// @param id the first column of every key
/// @param code short name, the label of its metrics
public record Tenant(int id, String code) {

	/// The one that is there from the start.
	public static final Tenant DEFAULT = new Tenant(1, "default");

	public Tenant {
		if (code.isEmpty()) {
			throw new IllegalArgumentException("the code of tenant " + id + " is empty");
		}
	}

}
