/// Sums of facts, kept exact while calls come: changes noted by ingest are folded into cells, checked, and made anew.
///
/// The sums themselves are made in the database (`db/migration/R__30_…` to `R__43_…`), so that replicas of two versions
/// make them alike; this package says when, and tells how far behind they are.
@NullMarked
package io.callmeter.rollup;

import org.jspecify.annotations.NullMarked;
