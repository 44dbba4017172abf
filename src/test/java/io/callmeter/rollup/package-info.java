@NullMarked
package io.callmeter.rollup;

import org.jspecify.annotations.NullMarked;
