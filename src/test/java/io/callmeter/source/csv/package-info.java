/// Tests of files of other systems.
@NullMarked
package io.callmeter.source.csv;

import org.jspecify.annotations.NullMarked;
