/// Calls in, exactly once: one door for every format, one transaction a batch, acknowledged after its commit.
@NullMarked
package io.callmeter.ingest;

import org.jspecify.annotations.NullMarked;
