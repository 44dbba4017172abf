/// Who is let in, and who is not.
@NullMarked
package io.callmeter.access;

import org.jspecify.annotations.NullMarked;
