/// What people type, and what they most likely meant.
@NullMarked
package io.callmeter.text;

import org.jspecify.annotations.NullMarked;
