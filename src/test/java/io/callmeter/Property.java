package io.callmeter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/// A test of what must hold whatever the dice say: its method takes [Dice] and is run with the seeds 1, 2, 3 and so on. A
/// failure names its seed, and `-Dcallmeter.test.seed=` tries that one alone.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed {0}")
@ArgumentsSource(PropertyTries.class)
@ExtendWith(PropertyTries.class)
@Tag(Thorough.TAG)
public @interface Property {

	/// How many seeds are tried.
	int tries();

	/// How many times as many are tried where tests are thorough.
	int thoroughly() default 4;

}
