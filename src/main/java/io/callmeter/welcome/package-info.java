/// What whoever has just started the service needs to know: where it is, the administrator key, what is loaded, what to try.
@NullMarked
package io.callmeter.welcome;

import org.jspecify.annotations.NullMarked;
