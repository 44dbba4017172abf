package io.callmeter.kpi;

import java.time.ZoneId;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What a KPI query takes for granted.
///
/// @param timeZone IANA time zone of the calendar of a query that names none
@ConfigurationProperties("callmeter")
record KpiProperties(@DefaultValue("UTC") ZoneId timeZone) {
}
