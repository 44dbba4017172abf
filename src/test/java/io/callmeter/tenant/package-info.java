@NullMarked
package io.callmeter.tenant;

import org.jspecify.annotations.NullMarked;
