package io.callmeter.kpi;

import java.time.ZoneId;
import java.util.function.Function;

import io.callmeter.call.PhoneNumbers;
import org.jspecify.annotations.Nullable;

/// Where a tenant is at home: what times and numbers mean that do not say it.
///
/// @param zone of local times and the calendar, by the one queue that is asked for or null
/// @param numbers as calls store them
/// @param judging by what visits are judged whose queue says nothing
record Home(Function<@Nullable String, ZoneId> zone, PhoneNumbers numbers, Judging.Defaults judging) {
}
