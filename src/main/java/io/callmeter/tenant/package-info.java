/// Whose calls they are.
@NullMarked
package io.callmeter.tenant;

import org.jspecify.annotations.NullMarked;
