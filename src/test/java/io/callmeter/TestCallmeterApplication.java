package io.callmeter;

import org.springframework.boot.SpringApplication;

/// Callmeter on a throw-away database, to try things by hand.
class TestCallmeterApplication {

	public static void main(String[] arguments) {
		var application = new SpringApplication(CallmeterApplication.class);
		application.setDefaultProperties(TestDatabase.start().properties());
		application.run(arguments);
	}

}
