/// What a start says and shows.
@NullMarked
package io.callmeter.welcome;

import org.jspecify.annotations.NullMarked;
