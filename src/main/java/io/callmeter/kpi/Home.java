package io.callmeter.kpi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.callmeter.call.PhoneNumbers;
import org.jspecify.annotations.Nullable;

/// Where a tenant is at home: what times and numbers mean that do not say it.
///
/// @param now the moment at which it is asked
/// @param zone of local times and the calendar, by the one queue that is asked for or null
/// @param numbers as calls store them
/// @param judging by what visits are judged whose queue says nothing
/// @param agents adds the agents' own codes to codes that may be aliases
record Home(Instant now, Function<@Nullable String, ZoneId> zone, PhoneNumbers numbers, Judging.Defaults judging,
		UnaryOperator<Set<String>> agents) {
}
