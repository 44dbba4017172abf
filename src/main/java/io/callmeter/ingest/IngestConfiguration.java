package io.callmeter.ingest;

import io.callmeter.call.PhoneNumbers;
import io.callmeter.source.json.CallJson;
import io.callmeter.source.json.JsonCallDecoder;
import io.callmeter.source.json.NdjsonCallDecoder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

	@Bean
	PhoneNumbers phoneNumbers(IngestProperties properties) {
		return new PhoneNumbers(properties.region());
	}

	@Bean
	CallJson callJson(PhoneNumbers numbers) {
		return new CallJson(numbers);
	}

	@Bean
	JsonCallDecoder jsonCallDecoder(CallJson json, IngestProperties properties) {
		return new JsonCallDecoder(json, Math.toIntExact(properties.maxLine().toBytes()));
	}

	@Bean
	NdjsonCallDecoder ndjsonCallDecoder(CallJson json, IngestProperties properties) {
		return new NdjsonCallDecoder(json, Math.toIntExact(properties.maxLine().toBytes()));
	}

}
