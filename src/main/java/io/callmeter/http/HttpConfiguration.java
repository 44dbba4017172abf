package io.callmeter.http;

import java.util.List;

import org.apache.catalina.Pipeline;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class HttpConfiguration implements WebMvcConfigurer {

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new ParameterRecords());
		resolvers.add(new MistakesArgument());
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new PathParameters());
		registry.addInterceptor(new UnknownParameters());
	}

	@Bean
	AllowedOrigins allowedOrigins(HttpProperties properties) {
		return new AllowedOrigins(properties.cors().allowedOrigins());
	}

	/// Tomcat takes ten languages and calls an eleventh its own fault; how many there can
	/// be is limited by the length of headers.
	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> languagesOfAnyNumber() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> connector.setMaxLocaleCount(-1));
	}

	/// Added after the report of the server, so that this one is asked first; and before
	/// anything of the service, for what the server itself refuses.
	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> valves(ObjectProvider<JsonMapper> json,
			HttpProperties properties, Stopping stopping) {
		return (factory) -> factory.addContextCustomizers((context) -> {
			Pipeline valves = context.getParent().getPipeline();
			valves.addValve(new RequestIds());
			valves.addValve(new UnreadBodies(properties, stopping));
			valves.addValve(new ClientConnection.Known());
			valves.addValve(new ProblemReport(json::getObject));
		});
	}

	/// Codes such as `SIP/alice` and `OFFICE\alice` arrive percent-encoded and are one
	/// segment of a path.
	@Bean
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> encodedSlashes() {
		return (factory) -> factory.addConnectorCustomizers((connector) -> {
			connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
			connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		});
	}

}
