package io.callmeter.tenant;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BulkheadConfiguration {

	@Bean
	Bulkhead bulkhead(BulkheadProperties properties, @Value("${spring.datasource.hikari.maximum-pool-size}") int pool,
			@Value("${callmeter.ingest.writers}") int writers,
			@Value("${callmeter.ingest.stream-writers}") int streamWriters, MeterRegistry meters) {
		int connections = properties.connectionsOf(pool, writers + streamWriters);
		return new Bulkhead(connections, properties.perTenantOf(connections), properties.maxWait(), meters);
	}

}
