/// The sample week: how it is made, and that it can be taken.
@NullMarked
package io.callmeter.sample;

import org.jspecify.annotations.NullMarked;
