package io.callmeter;

import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/// Lends a test class a database while it runs, so that classes that run at the same time cannot see each other: many
/// tests look at whole tables, at locks or at the catalogue. A database has application contexts of its own, which the
/// classes that get it later use again.
final class OwnDatabase implements BeforeAllCallback, TestInstancePreConstructCallback, ContextCustomizerFactory {

	private static final Deque<TestDatabase> FREE = new ConcurrentLinkedDeque<>();

	/// Threads that a test starts see the database of the test.
	private static final ThreadLocal<@Nullable TestDatabase> CURRENT = new InheritableThreadLocal<>();

	/// The database of the test class that runs in this thread.
	static TestDatabase current() {
		return Objects.requireNonNull(CURRENT.get(), "no test class with a database runs in this thread");
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		lend(context);
	}

	/// Comes first where one instance has all tests of a class.
	@Override
	public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
		lend(context);
	}

	private static void lend(ExtensionContext context) {
		context.getStore(Namespace.create(OwnDatabase.class)).computeIfAbsent("lent", (_) -> new Lent());
	}

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		return new ContextOf(current());
	}

	/// Ends with the test class.
	private static final class Lent implements AutoCloseable {

		private final TestDatabase database;

		Lent() {
			TestDatabase free = FREE.pollFirst();
			this.database = (free != null) ? free : TestDatabase.start();
			CURRENT.set(this.database);
		}

		@Override
		public void close() {
			CURRENT.remove();
			FREE.addFirst(this.database);
		}

	}

	/// Keeps contexts of different databases apart in Spring's cache.
	private record ContextOf(TestDatabase database) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		}

	}

}
