package io.callmeter.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.callmeter.call.Call;
import io.callmeter.call.Direction;
import io.callmeter.call.Leg;
import io.callmeter.call.PhoneNumber;
import org.jspecify.annotations.Nullable;

/// What the numbers of a batch are assigned to.
final class Assignments {

	static final Assignments NONE = new Assignments(List.of());

	private final Map<String, List<Assignment>> byNumber;

	Assignments(List<Assignment> assignments) {
		this.byNumber = assignments.stream().collect(Collectors.groupingBy(Assignment::number));
	}

	/// What the call was dialled for: of an inbound one, what its number was assigned to
	/// when it started.
	DialledFor of(Call call) {
		PhoneNumber number = call.to();
		if (call.direction() != Direction.INBOUND || number == null) {
			return DialledFor.NOTHING;
		}
		return this.byNumber.getOrDefault(number.normalised(), List.of())
			.stream()
			.filter((assignment) -> assignment.holdsAt(call.startedAt()))
			.findFirst()
			.map((assignment) -> new DialledFor(assignment.campaign(),
					call.legs().stream().anyMatch(Leg::lacksQueue) ? assignment.queue() : null))
			.orElse(DialledFor.NOTHING);
	}

	/// What a number is for from one moment to before another, both of them far away
	/// where there is no bound.
	record Assignment(String number, Instant validFrom, Instant validTo, @Nullable String campaign,
			@Nullable String queue) {

		private boolean holdsAt(Instant at) {
			return !at.isBefore(this.validFrom) && at.isBefore(this.validTo);
		}

	}

}
