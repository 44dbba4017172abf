package io.callmeter;

import net.jqwik.api.lifecycle.BeforeTry;
import org.springframework.test.context.TestContextManager;

/// What must hold for whatever is posted: the base of integration tests made of jqwik properties, on the service that
/// all other integration tests use.
public abstract class PostgresProperties extends PostgresIT {

	/// jqwik knows nothing of Spring, so each try asks for the shared service itself.
	@BeforeTry
	final void connect() throws Exception {
		new TestContextManager(getClass()).prepareTestInstance(this);
		emptyTables();
	}

}
