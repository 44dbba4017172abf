package io.callmeter.sample;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The calls of the sample, moved into another week. The times of the file are what the clocks of the centre show, whatever
/// its time zone, and in every week they show the same; within a call durations stay as they are, even over a change to
/// summer time. A week has ids of its own, so that it can be loaded again, and beside others.
///
/// @param week the week into which they are moved
/// @param zone where the centre is
record SampleCalls(Week week, ZoneId zone) {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final List<String> TIMES = List.of("startedAt", "queuedAt", "offeredAt", "answeredAt", "endedAt");

	private static final Duration DAYS = Duration.ofDays(7);

	/// @param file one call a line, of the week that is documented
	/// @return one call a line
	InputStream from(InputStream file) throws IOException {
		var moved = new StringBuilder(2_000_000);
		try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
			lines.lines().forEach((line) -> moved.append(moved(line)).append('\n'));
		}
		return new ByteArrayInputStream(moved.toString().getBytes(StandardCharsets.UTF_8));
	}

	private ObjectNode moved(String line) {
		ObjectNode call = JSON.readValue(line, ObjectNode.class);
		Instant startedAt = Instant.parse(call.path("startedAt").stringValue());
		Duration shift = Duration.between(startedAt,
				LocalDateTime.ofInstant(startedAt, ZoneOffset.UTC).plusWeeks(weeks()).atZone(this.zone).toInstant());
		move(call, shift);
		call.path("legs").forEach((leg) -> move((ObjectNode) leg, shift));
		rename(call, "callId");
		if (call.get("attributes") instanceof ObjectNode attributes) {
			rename(attributes, "callbackOf");
		}
		if (weeks() != 0 && call.has("caseId")) {
			call.put("caseId", call.path("caseId").stringValue() + "-" + this.week);
		}
		return call;
	}

	private static void move(ObjectNode part, Duration shift) {
		for (String name : TIMES) {
			JsonNode time = part.get(name);
			if (time != null) {
				part.put(name, Instant.parse(time.stringValue()).plus(shift).toString());
			}
		}
	}

	/// An id has the second of the start in it, as those of a PBX, by the clock of the
	/// file: `pbx1:1794208411.1`.
	private void rename(ObjectNode part, String name) {
		JsonNode id = part.get(name);
		if (id != null) {
			String text = id.stringValue();
			int begin = text.indexOf(':') + 1;
			int end = text.indexOf('.', begin);
			long second = Long.parseLong(text, begin, end, 10) + weeks() * DAYS.toSeconds();
			part.put(name, text.substring(0, begin) + second + text.substring(end));
		}
	}

	private long weeks() {
		return this.week.weeksAfter(Week.DOCUMENTED);
	}

}
