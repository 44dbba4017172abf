package io.callmeter.access;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who is let in.
///
/// @param adminKey the administrator key of the tenant `default`, made at the start unless it is there; null to have the
/// first start make one and show it
/// @param tenantClaim claim of a token that has the code of the caller's tenant
/// @param scopeClaim claim of a token that has its scopes, as a list or with blanks between them
/// @param rate how many requests a second a caller may send for long
/// @param burst how many at once
@ConfigurationProperties("callmeter.access")
record AccessProperties(@Nullable String adminKey, @DefaultValue("tenant") String tenantClaim,
		@DefaultValue("scope") String scopeClaim, @DefaultValue("1000") int rate, @DefaultValue("5000") int burst) {

	AccessProperties {
		adminKey = (adminKey == null || adminKey.isBlank()) ? null : adminKey;
		if (adminKey != null && !Keys.FORM.matcher(adminKey).matches()) {
			throw new IllegalArgumentException(
					"Invalid callmeter.access.admin-key. Expected cm_1_ and at least 40 random letters and digits");
		}
		if (rate < 1 || burst < 1) {
			throw new IllegalArgumentException(
					"Invalid callmeter.access.rate " + rate + " or burst " + burst + ". Expected at least 1 for each");
		}
	}

	@Override
	public String toString() {
		return "AccessProperties[tenantClaim=" + this.tenantClaim + "]";
	}

}
