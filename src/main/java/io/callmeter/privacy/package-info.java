/// What people may ask of data about them: to have it, to have it erased; and what must be kept all the same.
@NullMarked
package io.callmeter.privacy;

import org.jspecify.annotations.NullMarked;
