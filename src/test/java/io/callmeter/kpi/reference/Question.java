package io.callmeter.kpi.reference;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// What is asked of service and reference alike.
///
/// @param interval an ISO-8601 duration; null for one interval
/// @param filters the values that are wanted of a key; empty for none
record Question(Instant from, Instant to, ZoneId zone, List<String> metrics, List<Key> groupBy,
		@Nullable String interval, Map<Key, Set<String>> filters, Basis basis, boolean firstAttribution,
		Judgement judgement, Limits limits, @Nullable String currency) {

	/// Whether agents are grouped or filtered by.
	boolean isByAgent() {
		return this.groupBy.contains(Key.AGENT) || this.filters.containsKey(Key.AGENT);
	}

	Question with(List<String> metrics) {
		return new Question(this.from, this.to, this.zone, metrics, this.groupBy, this.interval, this.filters,
				this.basis, this.firstAttribution, this.judgement, this.limits, this.currency);
	}

	/// How it is asked over HTTP.
	String path() {
		var path = new StringBuilder("/v1/kpis?from=" + this.from + "&to=" + this.to);
		path.append("&timeZone=").append(this.zone.getId());
		path.append("&metrics=").append(String.join(",", this.metrics));
		if (!this.groupBy.isEmpty()) {
			path.append("&groupBy=").append(this.groupBy.stream().map(Key::parameter).collect(Collectors.joining(",")));
		}
		if (this.interval != null) {
			path.append("&interval=").append(this.interval);
		}
		this.filters.forEach((key, values) -> path.append('&')
			.append(key.parameter())
			.append('=')
			.append(URLEncoder.encode(String.join(",", values), StandardCharsets.UTF_8)));
		path.append("&basis=").append(this.basis);
		if (this.firstAttribution) {
			path.append("&attribution=FIRST");
		}
		if (this.currency != null) {
			path.append("&currency=").append(this.currency);
		}
		return path + this.judgement.parameters() + this.limits.parameters();
	}

	@Override
	public String toString() {
		return path();
	}

	/// By what visits are judged.
	/// @param strict whether a wait of exactly the threshold is too long
	record Judgement(Duration threshold, Duration shortAbandon, boolean strict, Policy policy) {

		static final Judgement USUAL = new Judgement(Duration.ofSeconds(20), Duration.ofSeconds(5), false,
				Policy.ABANDONS_IGNORED);

		private String parameters() {
			return equals(USUAL) ? "" : "&threshold=" + this.threshold + "&shortAbandon=" + this.shortAbandon
					+ "&comparison=" + (this.strict ? "lt" : "lte") + "&serviceLevelPolicy=" + this.policy;
		}

	}

	/// The durations at which a figure changes its mind.
	/// @param abandonAfter null for never
	record Limits(Duration shortCall, Duration longCall, @Nullable Duration abandonAfter, Duration repeatWindow) {

		static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(600), null,
				Duration.ofDays(7));

		private String parameters() {
			return equals(USUAL) ? "" : "&shortCall=" + this.shortCall + "&longCall=" + this.longCall + "&repeatWindow="
					+ this.repeatWindow + ((this.abandonAfter != null) ? "&abandonAfter=" + this.abandonAfter : "");
		}

	}

}
