/// Tests of figures: the calendar, the queries, and what the whole service answers.
@NullMarked
package io.callmeter.kpi;

import org.jspecify.annotations.NullMarked;
