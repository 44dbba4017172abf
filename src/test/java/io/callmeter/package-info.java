/// What all tests share: a database, a running service, and the rules of the code.
@NullMarked
package io.callmeter;

import org.jspecify.annotations.NullMarked;
