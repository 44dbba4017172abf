/// Every figure once more, from what KPIs are said to mean and in plain Java, to compare the service with: it sees no
/// type and no SQL of the service but the calls themselves.
@NullMarked
package io.callmeter.kpi.reference;

import org.jspecify.annotations.NullMarked;
