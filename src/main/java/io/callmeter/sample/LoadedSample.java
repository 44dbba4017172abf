package io.callmeter.sample;

import java.util.Locale;

import io.callmeter.ingest.IngestReport;

/// What became of the sample at this start.
///
/// @param week the week into which its calls were moved
/// @param report what became of each of them
public record LoadedSample(Week week, IngestReport report) {

	@Override
	public String toString() {
		String loaded = String.format(Locale.ROOT, "%,d sample calls from %s to %s, %,d of them new",
				this.report.received(), this.week.monday(), this.week.nextMonday().minusDays(1), this.report.created());
		return (this.report.rejectedCount() == 0) ? loaded
				: loaded + String.format(Locale.ROOT, ", %,d rejected", this.report.rejectedCount());
	}

}
