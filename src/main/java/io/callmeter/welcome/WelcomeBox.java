package io.callmeter.welcome;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.callmeter.sample.LoadedSample;
import org.jspecify.annotations.Nullable;

/// The box that ends the log of a start. It has no sides, so that commands can be copied as they stand.
///
/// @param address where the service is reached from the same machine, with a slash at its end
/// @param madeKey the administrator key that this start has made; null if it has made none
/// @param keyConfigured whether the configuration has an administrator key
/// @param sample what was loaded of the sample; null if it was not asked for
/// @param demo whether a simulated centre sends live calls
/// @param now when the service is ready
record WelcomeBox(String address, @Nullable String madeKey, boolean keyConfigured, @Nullable LoadedSample sample,
		boolean demo, Instant now) {

	private static final String EDGE = "+" + "-".repeat(118) + "+";

	@Override
	public String toString() {
		List<String> lines = new ArrayList<>();
		lines.add("");
		lines.add(EDGE);
		lines.add("  Open   " + this.address);
		lines.add("  Key    " + key());
		lines.add("  Calls  " + calls());
		lines.add("  Try    export KEY=" + ((this.madeKey != null) ? this.madeKey : "cm_1_…"));
		lines.add("         " + command());
		lines.add(EDGE);
		return String.join(System.lineSeparator(), lines);
	}

	private String key() {
		if (this.madeKey != null) {
			return "the administrator key below is shown only this once, so keep it";
		}
		return this.keyConfigured ? "the administrator key of your configuration (callmeter.access.admin-key)"
				: "the administrator key was shown by the first start; for another one set callmeter.access.admin-key";
	}

	private String calls() {
		List<String> parts = new ArrayList<>();
		if (this.sample != null) {
			parts.add(String.valueOf(this.sample));
		}
		if (this.demo) {
			parts.add("a simulated centre sends live calls");
		}
		return parts.isEmpty() ? "none loaded; --callmeter.sample=true loads a week of a small centre"
				: String.join("; ", parts);
	}

	/// A question about the sample, or a first call to send.
	private String command() {
		String curl = "curl -H \"Authorization: Bearer $KEY\" ";
		if (this.sample == null) {
			Instant ended = this.now.truncatedTo(ChronoUnit.SECONDS);
			return curl + "-H 'Content-Type: application/json' " + this.address + "v1/calls -d '{\"callId\":\"first\","
					+ "\"direction\":\"INBOUND\",\"startedAt\":\"" + ended.minusSeconds(60) + "\",\"endedAt\":\""
					+ ended + "\"}'";
		}
		return curl + "'" + this.address + "v1/kpis?from=" + this.sample.week().monday() + "&to="
				+ this.sample.week().nextMonday() + "&metrics=offered,answered,serviceLevel&groupBy=queue'";
	}

}
