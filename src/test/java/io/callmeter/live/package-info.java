@NullMarked
package io.callmeter.live;

import org.jspecify.annotations.NullMarked;
