package io.callmeter.reference;

/// Operations whose documentation speaks of one kind, with an example that can be tried.
interface Documented {

	Kind kind();

	/// One of the kind, as it is shown.
	Entry example();

}
