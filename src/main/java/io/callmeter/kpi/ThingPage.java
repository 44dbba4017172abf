package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.callmeter.call.EndedBy;
import io.callmeter.call.LegOutcome;
import io.callmeter.call.Transfer;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Some things, and where the following page begins.
///
/// @param next null on the last page
/// @param warnings what hardly means what was meant
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "ThingPage", description = "Calls, visits, offers or segments, newest first.")
record ThingPage(@Schema(description = "Newest first.") List<Item> items,
		@Schema(description = "The value of the parameter `next` for the next page; null on the last.",
				example = "MjAyNi0xMS0xM1QxMDowMDowMFoKdG91ci0xCg") @Nullable String next,
		@Schema(description = "Parameters that probably do not mean what was intended.") List<Warning> warnings) {

	/// A thing with its call.
	///
	/// @param at the moment at which it counts
	/// @param leg null for a call
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "ThingItem", description = "A call, or a visit, offer or segment with its call.")
	record Item(@Schema(description = "When it counts.", example = "2026-11-13T10:00:00Z") OffsetDateTime at,
			@Nullable ListedLeg leg, ListedCall call) {
	}

	/// A visit, offer or segment; null where it has none of it.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "ListedLeg", description = "A visit, offer or segment, absent for a call; durations are seconds.")
	record ListedLeg(@Schema(description = "Id of the leg in the source system.", example = "1") String legId,
			@Schema(description = "When it began.", example = "2026-11-13T10:00:00Z") OffsetDateTime beganAt,
			@Schema(description = "When the agent answered.",
					example = "2026-11-13T10:00:12Z") @Nullable OffsetDateTime answeredAt,
			@Schema(description = "When it ended; absent while in progress.",
					example = "2026-11-13T10:05:00Z") @Nullable OffsetDateTime endedAt,
			@Schema(description = "Code of the queue.", example = "sales") @Nullable String queue,
			@Schema(description = "Code of the agent; absent for unanswered visits.",
					example = "bob.brown") @Nullable String agent,
			@Schema(description = "How it ended.", implementation = LegOutcome.class,
					example = "ANSWERED") @Nullable String outcome,
			@Schema(description = "Who ended it.", implementation = EndedBy.class,
					example = "CUSTOMER") @Nullable String endedBy,
			@Schema(description = "BLIND or CONSULT if it ended in a transfer.", implementation = Transfer.class,
					example = "BLIND") @Nullable String transfer,
			@Schema(description = "Wait of the visit.", example = "12") @Nullable BigDecimal waitSeconds,
			@Schema(description = "Ring time of the offer.", example = "4") @Nullable BigDecimal ringSeconds,
			@Schema(description = "Talk time of the ended segment.", example = "288") @Nullable BigDecimal talkSeconds,
			@Schema(description = "Hold time of the ended segment.", example = "0") @Nullable BigDecimal holdSeconds,
			@Schema(description = "Wrap-up time.", example = "20") @Nullable BigDecimal wrapUpSeconds) {
	}

	/// A call in a list; null where it has none of it.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "ListedCall",
			description = "A call in a list; /v1/calls/{callId} has all of it. Durations are seconds.")
	record ListedCall(@Schema(description = "Id of the call in the source system.", example = "tour-1") String callId,
			@Schema(description = "Direction of the call.") Direction direction,
			@Schema(description = "When it began.", example = "2026-11-13T10:00:00Z") OffsetDateTime startedAt,
			@Schema(description = "When the first agent answered; of an outbound call, when the customer did.",
					example = "2026-11-13T10:00:12Z") @Nullable OffsetDateTime answeredAt,
			@Schema(description = "When it ended; absent while in progress.",
					example = "2026-11-13T10:05:00Z") @Nullable OffsetDateTime endedAt,
			@Schema(description = "Outcome; absent while in progress.") @Nullable CallOutcome outcome,
			@Schema(description = "The customer's number, masked without the scope pii:read; absent if withheld.",
					example = "+442•••••••24") @Nullable String customer,
			@Schema(description = "The number of the contact centre.",
					example = "+442079460101") @Nullable String number,
			@Schema(description = "Code of the campaign.", example = "winter-offer") @Nullable String campaign,
			@Schema(description = "Source system.", example = "pbx1") @Nullable String source,
			@Schema(description = "Queue of its last visit.", example = "sales") @Nullable String queue,
			@Schema(description = "Agent of its last segment.", example = "bob.brown") @Nullable String agent,
			@Schema(description = "Its last IVR menu.", example = "main") @Nullable String ivr,
			@Schema(description = "Disposition code of the dialer or the CRM.",
					example = "SALE") @Nullable String disposition,
			@Schema(description = "Its case.", example = "C-1042") @Nullable String caseId,
			@Schema(description = "Wait in all queues.", example = "12") @Nullable BigDecimal waitSeconds,
			@Schema(description = "Talk time with all agents.", example = "288") @Nullable BigDecimal talkSeconds,
			@Schema(description = "Length of the call.", example = "300") @Nullable BigDecimal lengthSeconds,
			@Schema(description = "Whether one of its segments ended in a transfer.",
					example = "false") boolean transferred) {
	}

}
