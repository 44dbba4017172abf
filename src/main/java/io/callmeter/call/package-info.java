/// What a call is: records and enums that cannot be built wrong. No Spring, no SQL.
@NullMarked
package io.callmeter.call;

import org.jspecify.annotations.NullMarked;
