/// Tests of taking calls in.
@NullMarked
package io.callmeter.ingest;

import org.jspecify.annotations.NullMarked;
