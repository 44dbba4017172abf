/// Callmeter, a service for call measurement. Packages by feature:
///
/// - `call`: what a call is; records only
/// - `source`: other people's formats in, calls out
/// - `ingest`: calls in, exactly once
/// - `reference`: queues, agents and campaigns
/// - `kpi`: KPIs out
/// - `live`: what is happening now, as gauges
/// - `sample`: a week of a small centre to start with
/// - `demo`: a simulated centre that sends live calls
/// - `welcome`: what a start says at its end
/// - `embedded`: a real PostgreSQL without installing one
/// - `tenant`: whose calls they are
/// - `http`, `sql`, `text`: small shared plumbing
@NullMarked
package io.callmeter;

import org.jspecify.annotations.NullMarked;
