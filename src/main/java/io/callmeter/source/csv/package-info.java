/// Spreadsheets and other systems' exports: one row a call with one leg, columns named by the sender.
@NullMarked
package io.callmeter.source.csv;

import org.jspecify.annotations.NullMarked;
