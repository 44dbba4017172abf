/// Tests of reading calls from JSON.
@NullMarked
package io.callmeter.source.json;

import org.jspecify.annotations.NullMarked;
