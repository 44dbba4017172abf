/// A week of a small centre, to have something to look at.
@NullMarked
package io.callmeter.sample;

import org.jspecify.annotations.NullMarked;
