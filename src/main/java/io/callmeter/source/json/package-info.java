/// Callmeter's own format: a call as JSON, alone, in an array or one a line.
@NullMarked
package io.callmeter.source.json;

import org.jspecify.annotations.NullMarked;
