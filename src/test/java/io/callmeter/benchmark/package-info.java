/// What the service does in a second, beside what the database alone does in one: see `src/docs/BENCHMARK.md`.
@NullMarked
package io.callmeter.benchmark;

import org.jspecify.annotations.NullMarked;
