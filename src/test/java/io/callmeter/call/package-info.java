/// Tests of what a call is.
@NullMarked
package io.callmeter.call;

import org.jspecify.annotations.NullMarked;
