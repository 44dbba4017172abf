/// What is happening now, as gauges.
@NullMarked
package io.callmeter.live;

import org.jspecify.annotations.NullMarked;
