package io.callmeter.kpi;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.call.CallOutcome;
import io.callmeter.call.Direction;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Some things, and where the following page begins.
///
/// @param next null on the last page
/// @param warnings what hardly means what was meant
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "ThingPage", description = "Things, newest first.")
record ThingPage(@Schema(description = "Newest first.") List<Item> items,
		@Schema(description = "The value of `after` for the following page; null on the last.", nullable = true,
				example = "MjAyNi0xMS0xM1QxMDowMDowMFoKdG91ci0xCg") @Nullable String next,
		@Schema(description = "What hardly means what was meant, as in /v1/kpis.") List<Warning> warnings) {

	/// A thing with its call.
	///
	/// @param at the moment at which it counts
	/// @param leg null for a call
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "ThingItem", description = "A call, or a visit, offer or segment with its call.")
	record Item(@Schema(description = "The moment at which it counts.", example = "2026-11-13T10:00:00Z") Instant at,
			@Nullable ListedLeg leg, ListedCall call) {
	}

	/// A visit, offer or segment; null where it has none of it.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "ListedLeg", description = "A visit, offer or segment, absent for a call; durations are seconds.")
	record ListedLeg(@Schema(description = "The source's id of the leg.", example = "1") String legId,
			@Schema(description = "When it began.", example = "2026-11-13T10:00:00Z") Instant beganAt,
			@Schema(description = "When the agent answered.",
					example = "2026-11-13T10:00:12Z") @Nullable Instant answeredAt,
			@Schema(description = "When it ended; absent while it lasts.",
					example = "2026-11-13T10:05:00Z") @Nullable Instant endedAt,
			@Schema(description = "Code of the queue.", example = "sales") @Nullable String queue,
			@Schema(description = "Code of the agent; absent for a visit that nobody answered.",
					example = "bob.brown") @Nullable String agent,
			@Schema(description = "How it ended.", example = "ANSWERED") @Nullable String outcome,
			@Schema(description = "Who ended it.", example = "CUSTOMER") @Nullable String endedBy,
			@Schema(description = "BLIND or CONSULT when it ended in a transfer.",
					example = "BLIND") @Nullable String transfer,
			@Schema(description = "How long a decided visit waited.", example = "12") @Nullable BigDecimal waitSeconds,
			@Schema(description = "How long an offer rang.", example = "4") @Nullable BigDecimal ringSeconds,
			@Schema(description = "How long an ended segment talked.",
					example = "288") @Nullable BigDecimal talkSeconds,
			@Schema(description = "How long an ended segment was on hold.",
					example = "0") @Nullable BigDecimal holdSeconds,
			@Schema(description = "How long it was wrapped up.", example = "20") @Nullable BigDecimal wrapUpSeconds) {
	}

	/// A call in a list; null where it has none of it.
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@Schema(name = "ListedCall",
			description = "A call in a list; /v1/calls/{callId} has all of it. Durations are seconds.")
	record ListedCall(@Schema(description = "The source's id of the call.", example = "tour-1") String callId,
			@Schema(description = "Which way it went.") Direction direction,
			@Schema(description = "When it began.", example = "2026-11-13T10:00:00Z") Instant startedAt,
			@Schema(description = "When the first agent answered; of an outbound call, when the customer did.",
					example = "2026-11-13T10:00:12Z") @Nullable Instant answeredAt,
			@Schema(description = "When it ended; absent while it lasts.",
					example = "2026-11-13T10:05:00Z") @Nullable Instant endedAt,
			@Schema(description = "What it counts as; absent while it lasts.") @Nullable CallOutcome outcome,
			@Schema(description = "The customer's number, masked unless the caller may see it; absent when withheld.",
					example = "+442•••••••24") @Nullable String customer,
			@Schema(description = "The centre's number.", example = "+442079460101") @Nullable String number,
			@Schema(description = "Code of the campaign.", example = "winter-offer") @Nullable String campaign,
			@Schema(description = "The system that sent it.", example = "pbx1") @Nullable String source,
			@Schema(description = "Queue of its last visit.", example = "sales") @Nullable String queue,
			@Schema(description = "Agent of its last segment.", example = "bob.brown") @Nullable String agent,
			@Schema(description = "Its last menu.", example = "main") @Nullable String ivr,
			@Schema(description = "What came of it, in the words of dialer or CRM.",
					example = "SALE") @Nullable String disposition,
			@Schema(description = "Its case.", example = "C-1042") @Nullable String caseId,
			@Schema(description = "How long it waited in all its queues.",
					example = "12") @Nullable BigDecimal waitSeconds,
			@Schema(description = "How long it talked with all its agents.",
					example = "288") @Nullable BigDecimal talkSeconds,
			@Schema(description = "How long it lasted.", example = "300") @Nullable BigDecimal lengthSeconds,
			@Schema(description = "Whether one of its segments ended in a transfer.",
					example = "false") boolean transferred) {
	}

}
