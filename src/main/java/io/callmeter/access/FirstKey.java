package io.callmeter.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// Somebody has to be let in first: with the administrator key of the configuration, which is valid before the service
/// listens, or with one that the first start makes.
@Component
public class FirstKey implements SmartInitializingSingleton {

	private static final String NAME = "first administrator";

	private static final Set<Scope> EVERYTHING = EnumSet.allOf(Scope.class);

	private final Keys keys;

	private final Tenants tenants;

	private final AccessProperties properties;

	FirstKey(Keys keys, Tenants tenants, AccessProperties properties) {
		this.keys = keys;
		this.tenants = tenants;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		String given = this.properties.adminKey();
		if (given == null) {
			return;
		}
		Tenant tenant = this.tenants.usual();
		if (!given.startsWith("cm_" + tenant.id() + "_")) {
			throw new IllegalStateException(
					"Invalid callmeter.access.admin-key. Expected a key of the tenant default, which "
							+ "begins with cm_" + tenant.id() + "_");
		}
		this.keys.ensure(tenant, given, NAME, EVERYTHING);
	}

	/// Whether the configuration has an administrator key.
	public boolean isConfigured() {
		return this.properties.adminKey() != null;
	}

	/// Makes an administrator key if the tenant `default` has no key at all. Nobody can
	/// ask for it again, so whoever calls this shows it; a start that fails before that
	/// has made none.
	/// @return the key itself; empty if there are keys already
	public Optional<String> makeUnlessThereAreKeys() {
		return isConfigured() ? Optional.empty() : this.keys.makeFirst(this.tenants.usual(), NAME, EVERYTHING);
	}

}
