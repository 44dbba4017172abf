/// What people may ask of data about them.
@NullMarked
package io.callmeter.privacy;

import org.jspecify.annotations.NullMarked;
