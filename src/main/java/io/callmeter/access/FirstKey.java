package io.callmeter.access;

import java.util.EnumSet;
import java.util.Set;

import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.Tenants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// Somebody has to be let in first: the administrator key of the configuration, or one that the first start makes and
/// shows this once. It is good before the service listens, so whoever finds the door open is let in.
@Component
class FirstKey implements SmartInitializingSingleton {

	private static final Logger log = LoggerFactory.getLogger(FirstKey.class);

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
		Tenant tenant = this.tenants.usual();
		String given = this.properties.adminKey();
		if (given == null) {
			this.keys.makeFirst(tenant, NAME, EVERYTHING).ifPresent((key) -> log.info("""
					The first administrator key, which is shown this once:

					    {}

					It may do everything, for everybody; make others with POST /v1/keys.""", key));
			return;
		}
		if (!given.startsWith("cm_" + tenant.id() + "_")) {
			throw new IllegalStateException("callmeter.access.admin-key does not begin with cm_" + tenant.id()
					+ "_, so it is no key of the tenant default");
		}
		this.keys.ensure(tenant, given, NAME, EVERYTHING);
	}

}
