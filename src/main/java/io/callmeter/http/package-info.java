/// Shared plumbing of the HTTP interface: problems by RFC 9457 and parameters that nobody knows.
@NullMarked
package io.callmeter.http;

import org.jspecify.annotations.NullMarked;
