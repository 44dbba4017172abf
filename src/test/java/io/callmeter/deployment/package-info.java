/// What is shipped beside the code: the chart.
@NullMarked
package io.callmeter.deployment;

import org.jspecify.annotations.NullMarked;
