/// Tests of the HTTP interface as it is published.
@NullMarked
package io.callmeter.http;

import org.jspecify.annotations.NullMarked;
