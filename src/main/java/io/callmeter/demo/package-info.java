/// A simulated centre that sends live calls to the service while it runs.
@NullMarked
package io.callmeter.demo;

import org.jspecify.annotations.NullMarked;
