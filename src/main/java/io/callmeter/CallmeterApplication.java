package io.callmeter;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/// Callmeter, started.
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class CallmeterApplication {

	public static void main(String[] arguments) {
		SpringApplication.run(CallmeterApplication.class, arguments);
	}

}
