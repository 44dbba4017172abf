package io.callmeter.welcome;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Locale;

import io.callmeter.access.FirstKey;
import io.callmeter.http.OwnAddress;
import io.callmeter.sample.LoadedSample;
import io.callmeter.sample.SampleLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// The last words of a start: a box that says what to open and to try, and that the service has started. The first
/// administrator key is made here and nowhere earlier, so that a start that fails never makes a key that nobody has seen; and
/// before any part of the service makes a key for itself.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Welcome implements ApplicationListener<ApplicationReadyEvent> {

	private static final Logger log = LoggerFactory.getLogger(Welcome.class);

	private final FirstKey firstKey;

	private final ObjectProvider<SampleLoader> sample;

	private final BuildProperties build;

	Welcome(FirstKey firstKey, ObjectProvider<SampleLoader> sample, BuildProperties build) {
		this.firstKey = firstKey;
		this.sample = sample;
		this.build = build;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent ready) {
		Environment environment = ready.getApplicationContext().getEnvironment();
		String madeKey = this.firstKey.makeUnlessThereAreKeys().orElse(null);
		log.info("{}", new WelcomeBox(OwnAddress.of(environment), madeKey, this.firstKey.isConfigured(), loaded(),
				environment.getProperty("callmeter.demo", Boolean.class, false), Instant.now()));
		log.info("Started Callmeter {} in {} seconds", this.build.getVersion(),
				String.format(Locale.ROOT, "%.1f", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
	}

	private @Nullable LoadedSample loaded() {
		SampleLoader loader = this.sample.getIfAvailable();
		return (loader != null) ? loader.loaded() : null;
	}

}
