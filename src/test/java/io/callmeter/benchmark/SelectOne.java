package io.callmeter.benchmark;

import io.callmeter.CallmeterApplication;

import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/// The service with one more path, which answers what the least question of all costs through the same layers. Not marked
/// as a part of the application, which would find it in the tests, too.
class SelectOne {

	static final String PATH = "/benchmark/select-one";

	public static void main(String[] arguments) {
		new SpringApplication(CallmeterApplication.class, SelectOne.class).run(arguments);
	}

	@Bean
	RouterFunction<ServerResponse> leastQuestion(JdbcClient database) {
		return RouterFunctions.route()
			.GET(PATH, (_) -> ServerResponse.ok().body(database.sql("select 1").query(Integer.class).single()))
			.build();
	}

}
