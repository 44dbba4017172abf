/// The simulated centre: the same calls for the same seed, and all of them taken.
@NullMarked
package io.callmeter.demo;

import org.jspecify.annotations.NullMarked;
