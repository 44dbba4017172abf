package io.callmeter.chaos;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/// What is stored, and what the service says of it, beside what the clients were told.
///
/// @param lost calls that are not stored as they were last acknowledged
/// @param twice calls or legs that are stored more than once, and calls that nobody was told of
/// @param figures that are not those computed from what was acknowledged
record Comparison(List<String> lost, List<String> twice, List<String> figures) {

	private static final String STORED = """
			select c.call_id, c.revision || ' ' || case when coalesce(c.crm_resolved, c.resolved, false) then 'resolved' else '-' end
			       || ' ' || l.queue || ' ' || l.outcome || ' ' || coalesce(l.connected_us, 0) / 1000000 as told
			  from call c
			  left join leg l using (tenant_id, started_at, call_id)""";

	private static final List<String> METRICS = List.of("calls", "offered", "answered", "abandoned", "resolved",
			"averageTalkTime");

	/// While nobody has anything on its way.
	static Comparison of(Site site) throws IOException, InterruptedException {
		return of(site.traffic().ledger(), site.postgres(), "callmeter", site.replicas(), site.traffic().timeline());
	}

	static Comparison of(Ledger ledger, Postgres postgres, String database, List<Replica> replicas, Timeline timeline)
			throws IOException, InterruptedException {
		Map<String, SentCall> acknowledged = ledger.stored();
		Map<String, String> stored = new HashMap<>();
		List<String> twice = new ArrayList<>();
		postgres.asSuperuser(database).sql(STORED).query((row) -> {
			String callId = row.getString(1);
			if (stored.put(callId, String.valueOf(row.getString(2))) != null || !acknowledged.containsKey(callId)) {
				twice.add(callId);
			}
		});
		List<String> lost = acknowledged.values()
			.stream()
			.filter((call) -> !call.told().equals(stored.get(call.callId())))
			.map((call) -> call.callId() + ": " + call.told() + " is stored as " + stored.get(call.callId()))
			.toList();
		List<String> figures = new ArrayList<>();
		Map<String, String> expected = expected(acknowledged.values());
		for (Replica replica : replicas) {
			for (boolean cells : new boolean[] { true, false }) {
				Map<String, String> answered = answered(replica, timeline.range(), cells);
				if (!answered.equals(expected)) {
					figures.add(replica.name() + ", cells=" + cells + ": " + answered + " instead of " + expected);
				}
			}
		}
		return new Comparison(lost, twice, figures);
	}

	/// Figures by queue, as text.
	private static Map<String, String> expected(Collection<SentCall> calls) {
		Map<String, String> figures = new TreeMap<>();
		calls.stream()
			.collect(Collectors.groupingBy(SentCall::queue))
			.forEach((queue, some) -> figures.put(queue, expectedOfQueue(some)));
		return figures;
	}

	private static String expectedOfQueue(List<SentCall> calls) {
		long answered = calls.stream().filter(SentCall::isAnswered).count();
		return List
			.of(calls.size(), calls.size(), answered, calls.size() - answered,
					calls.stream().filter(SentCall::resolved).count(),
					calls.stream().mapToLong(SentCall::talkSeconds).sum())
			.toString();
	}

	/// What a replica answers.
	/// @param range as parameters of a question
	static Map<String, String> answered(Replica replica, String range, boolean cells)
			throws IOException, InterruptedException {
		var answer = Http.CLIENT.send(Http
			.request(replica
				.uri("/v1/kpis?" + range + "&groupBy=queue&rollups=" + cells + "&metrics=" + String.join(",", METRICS)))
			.build(), BodyHandlers.ofString());
		if (answer.statusCode() != 200) {
			return Map.of("answer", answer.statusCode() + " " + answer.body());
		}
		Map<String, String> figures = new TreeMap<>();
		for (JsonNode row : JsonMapper.shared().readTree(answer.body()).path("rows")) {
			figures.put(row.at("/group/queue").asString(), METRICS.stream().map((metric) -> {
				JsonNode value = row.path("metrics").path(metric);
				return plain(value.has("numerator") ? value.path("numerator") : value.path("value"));
			}).toList().toString());
		}
		return figures;
	}

	/// How many cells are not the sums of their calls.
	static int mismatches(Replica replica, Timeline timeline) throws IOException, InterruptedException {
		var verified = Http.CLIENT.send(Http.request(replica.uri("/v1/rollups/verify?" + timeline.days()))
			.method("POST", BodyPublishers.noBody())
			.build(), BodyHandlers.ofString());
		assertThat(verified.statusCode()).as(verified.body()).isEqualTo(200);
		return JsonMapper.shared().readTree(verified.body()).path("mismatches").asInt();
	}

	private static String plain(JsonNode number) {
		return new BigDecimal(number.asString()).stripTrailingZeros().toPlainString();
	}

}
