package io.callmeter.tenant;

import java.time.ZoneId;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What holds of a tenant that says nothing else.
///
/// @param timeZone IANA time zone of its days, and of the calendar of a query that names none
@ConfigurationProperties("callmeter")
public record TenantDefaults(@DefaultValue("UTC") ZoneId timeZone) {
}
