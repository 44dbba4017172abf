package io.callmeter.kpi.reference;

/// The names of the service levels.
enum Policy {

	ANSWERED_ONLY, ABANDONS_NEGATIVE, ABANDONS_IGNORED, ABANDONS_CREDITED, SHORT_EXCLUDED, ALL_OFFERED

}
