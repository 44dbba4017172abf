/// Figures out: every KPI by queue, agent, campaign, number, direction, outcome and time, as JSON and CSV.
///
/// A request becomes a [io.callmeter.kpi.KpiQuery], which [io.callmeter.kpi.Kpis] answers by one statement over the
/// fact views. What each figure means is in [io.callmeter.kpi.Metrics], and there only.
@NullMarked
package io.callmeter.kpi;

import org.jspecify.annotations.NullMarked;
