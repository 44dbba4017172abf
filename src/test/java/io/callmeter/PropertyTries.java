package io.callmeter;

import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/// Dice for each try of a [Property], and the seed in the message of one that fails.
final class PropertyTries implements ArgumentsProvider, AnnotationConsumer<Property>, TestExecutionExceptionHandler {

	private static final String SEED = "callmeter.test.seed";

	private int tries;

	@Override
	public void accept(Property property) {
		this.tries = Thorough.orElse(property.thoroughly() * property.tries(), property.tries());
	}

	@Override
	public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
		Long alone = Long.getLong(SEED);
		LongStream seeds = (alone != null) ? LongStream.of(alone) : LongStream.rangeClosed(1, this.tries);
		return seeds.mapToObj((seed) -> Arguments.of(Dice.ofTry(seed)));
	}

	@Override
	public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
		String seed = context.getDisplayName().substring("seed ".length());
		throw new AssertionError("Failed with -D%s=%s: %s".formatted(SEED, seed, failure.getMessage()), failure);
	}

}
