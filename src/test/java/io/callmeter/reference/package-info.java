@NullMarked
package io.callmeter.reference;

import org.jspecify.annotations.NullMarked;
