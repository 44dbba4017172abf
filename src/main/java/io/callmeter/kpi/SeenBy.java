package io.callmeter.kpi;

import java.util.List;

import io.callmeter.access.Caller;

/// An answer as its caller may see it: without what looks like a phone number, or with it, when it is written down who reads
/// it.
final class SeenBy implements KpiWriter {

	private final Caller caller;

	private final Runnable audit;

	private final KpiWriter writer;

	private boolean audited;

	/// @param audited whether it is written down already
	/// @param audit writes down that numbers are read, before the first row that has one
	SeenBy(Caller caller, boolean audited, Runnable audit, KpiWriter writer) {
		this.caller = caller;
		this.audited = audited;
		this.audit = audit;
		this.writer = writer;
	}

	@Override
	public void begin(KpiAnswer answer, String plan) {
		this.writer.begin(this.caller.seesNumbers() ? answer : answer.with(Warning.masked(answer.warnings())), plan);
	}

	@Override
	public void row(KpiRow row) {
		if (!this.caller.seesNumbers()) {
			this.writer.row(MaskedKeys.in(row));
			return;
		}
		if (!this.audited && MaskedKeys.isIn(row.group())) {
			this.audit.run();
			this.audited = true;
		}
		this.writer.row(row);
	}

	@Override
	public void end(List<String> estimated) {
		this.writer.end(estimated);
	}

	@Override
	public void flush() {
		this.writer.flush();
	}

}
