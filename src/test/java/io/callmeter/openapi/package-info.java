/// Whether the service keeps what its published description says.
@NullMarked
package io.callmeter.openapi;

import org.jspecify.annotations.NullMarked;
