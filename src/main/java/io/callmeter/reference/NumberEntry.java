package io.callmeter.reference;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A number of the centre as it is sent and shown.
///
/// @param assignments by their beginning; none overlaps another
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "CentreNumber", description = "A phone number of the contact centre and its assignments.")
record NumberEntry(
		@Schema(description = "In E.164 where possible; optional in a body, where it must match the path.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String number,
		@Schema(description = "Display name.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether it is in use.", defaultValue = "true") Boolean active,
		@Schema(description = "Campaign and queue of inbound calls to the number that name none, by the time of their "
				+ "start. Periods must not overlap, and stored calls keep theirs.") List<Assignment> assignments)
		implements
			Entry {

	NumberEntry(@Nullable String number, @Nullable String name, @Nullable Boolean active,
			@Nullable List<Assignment> assignments) {
		var mistakes = new Mistakes();
		this.number = number;
		this.name = mistakes.read(() -> Fields.text("name", name, Words.LONGEST_NAME), "");
		this.active = active == null || active;
		this.assignments = mistakes.read(() -> Fields.all("assignments", assignments), List.<Assignment>of())
			.stream()
			.sorted(Comparator.comparing(Assignment::validFrom, Comparator.nullsFirst(Comparator.naturalOrder())))
			.toList();
		for (int i = 1; i < this.assignments.size(); i++) {
			Assignment one = this.assignments.get(i - 1);
			Assignment next = this.assignments.get(i);
			mistakes.passes(() -> requireAfter(one, next));
		}
		mistakes.requireNone();
	}

	@Override
	@JsonIgnore
	public @Nullable String code() {
		return this.number;
	}

	@Override
	public Map<String, String> codes() {
		Map<String, String> codes = new TreeMap<>();
		for (int i = 0; i < this.assignments.size(); i++) {
			String path = "assignments[" + i + "].";
			this.assignments.get(i).codes().forEach((field, code) -> codes.put(path + field, code));
		}
		return codes;
	}

	private static void requireAfter(Assignment one, Assignment next) {
		if (next.validFrom() == null || one.validTo() == null || one.validTo().isAfter(next.validFrom())) {
			throw RequestProblem.invalid("assignments.validFrom",
					(next.validFrom() != null) ? next.validFrom().toString() : null, "Two assignments overlap: one "
							+ range(one) + ", and one " + range(next) + ". End each where the next begins.");
		}
	}

	private static String range(Assignment assignment) {
		return ((assignment.validFrom() != null) ? "from " + assignment.validFrom() : "without a beginning")
				+ ((assignment.validTo() != null) ? " to " + assignment.validTo() : " without an end");
	}

	/// What the number is dialled for in a range of time.
	///
	/// @param validFrom null for ever
	/// @param validTo not in the range; null for ever
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "NumberAssignment", description = "Campaign and queue of a number in a period.")
	record Assignment(
			@Schema(description = "Campaign of calls that name none.",
					example = "winter-offer") @Nullable String campaign,
			@Schema(description = "Queue of visits that name none.", example = "sales") @Nullable String queue,
			@Schema(description = "Start (included); null for no limit.",
					example = "2026-11-01T00:00:00Z") @Nullable Instant validFrom,
			@Schema(description = "End (excluded); null for no limit.",
					example = "2026-12-01T00:00:00Z") @Nullable Instant validTo) {

		Assignment(@Nullable String campaign, @Nullable String queue, @Nullable Instant validFrom,
				@Nullable Instant validTo) {
			var mistakes = new Mistakes();
			this.campaign = mistakes.read(() -> Words.checkedIfSent("assignments.campaign", campaign));
			this.queue = mistakes.read(() -> Words.checkedIfSent("assignments.queue", queue));
			this.validFrom = mistakes.read(() -> Fields.moment("assignments.validFrom", validFrom));
			this.validTo = mistakes.read(() -> Fields.moment("assignments.validTo", validTo));
			mistakes.requireNone();
			if (this.campaign == null && this.queue == null) {
				throw RequestProblem.missing("assignments.campaign",
						"An assignment needs a campaign, a queue or both.");
			}
			if (validFrom != null && validTo != null && !validFrom.isBefore(validTo)) {
				throw RequestProblem.invalid("assignments.validTo", validTo.toString(),
						"validTo " + validTo + " is not after validFrom " + validFrom
								+ ". Send a later end, which is not part of the range.");
			}
		}

		private Map<String, String> codes() {
			Map<String, String> codes = new TreeMap<>();
			if (this.campaign != null) {
				codes.put("campaign", this.campaign);
			}
			if (this.queue != null) {
				codes.put("queue", this.queue);
			}
			return codes;
		}

	}

}
