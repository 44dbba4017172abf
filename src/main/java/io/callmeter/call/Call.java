package io.callmeter.call;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.callmeter.call.InvalidCall.Reason;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// One customer contact from start to end, however many queues and agents it meets.
/// Everything but `callId`, `direction` and `startedAt` may be null or empty.
/// @param answeredAt OUTBOUND: the customer picked up; INBOUND: the line was answered, read only of a call without legs
/// @param endedAt null while in progress
/// @param outcome as sent; where null, the fact view computes it
/// @param revision the source's version of the call's own fields
/// @param legs ordered by their beginning, then by id
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(description = "One customer contact from start to end, however many queues and agents it meets.")
public record Call(@Schema(
		description = "Id in the source system, unique within the tenant: at most 128 characters, no `/` or `\\`.",
		example = "pbx1:1795381168.29", requiredMode = Schema.RequiredMode.REQUIRED) String callId,
		@Schema(description = "Direction, from the point of view of the contact centre.", example = "INBOUND",
				requiredMode = Schema.RequiredMode.REQUIRED) Direction direction,
		@Schema(description = "When the contact began.", example = "2026-11-16T09:00:00Z",
				requiredMode = Schema.RequiredMode.REQUIRED) Instant startedAt,
		@Schema(description = "OUTBOUND: when the customer answered. INBOUND: when the line was answered; for a call "
				+ "without legs, when the conversation began. At most 60 days after startedAt.",
				example = "2026-11-16T09:00:02Z") @Nullable Instant answeredAt,
		@Schema(description = "When the contact ended, at most 60 days after startedAt; absent while in progress.",
				example = "2026-11-16T09:04:02Z") @Nullable Instant endedAt,
		@Schema(description = "Calling number, alone or in a tel: or SIP address or a channel name; stored without a "
				+ "display name and compared in E.164 where possible. Masked in answers without the scope pii:read.",
				example = "+442079460123") @Nullable PhoneNumber from,
		@Schema(description = "Called number, in the same notations as the calling number. Masked in answers without the "
				+ "scope pii:read.", example = "+442079460800") @Nullable PhoneNumber to,
		@Schema(description = "Code of the campaign; by default that of the number called.",
				example = "winter-offer") @Nullable String campaign,
		@Schema(description = "Source system of the call.", example = "pbx1") @Nullable String source,
		@Schema(description = "Trunk of the call.", example = "trunk-a") @Nullable String trunk,
		@Schema(description = "Priority in the source system.", example = "0") @Nullable Integer priority,
		@Schema(description = "Outcome of the call; by default computed from its legs.",
				example = "CONNECTED") @Nullable CallOutcome outcome,
		@Schema(description = "Q.850 cause.", example = "16") @Nullable Integer hangupCause,
		@Schema(description = "Final SIP status.", example = "200") @Nullable Integer sipStatus,
		@Schema(description = "Mean opinion score of the line, 0 to 5.", example = "4.2") @Nullable BigDecimal mos,
		@JsonUnwrapped CrmFields crm,
		@Schema(description = "URL of the recording, http or https.",
				example = "https://recordings.example.com/1") @Nullable String recordingUrl,
		@Schema(description = "Custom values by name: at most 32, each at most 1 kB.",
				example = "{\"language\": \"en\"}") Map<String, String> attributes,
		@Schema(description = "Version of the call in the source system; an older delivery only fills empty fields.",
				example = "1") @Nullable Long revision,
		@Schema(description = "Legs of the call, at most 2,000.") List<Leg> legs) {

	/// How many legs a call takes.
	public static final int MOST_LEGS = 2000;

	/// How many attributes a call takes.
	public static final int MOST_ATTRIBUTES = 32;

	/// How long after the call's start a leg may begin; queries look that far back for
	/// the call of a leg.
	public static final Duration LONGEST_TO_A_LEG = Duration.ofDays(30);

	/// How long after the call's start it and its legs may be answered and end; queries
	/// look that far back for what ended.
	public static final Duration LONGEST = Duration.ofDays(60);

	/// How many characters the id of a call may have.
	public static final int LONGEST_ID = 128;

	/// How many characters a code and the name of an attribute may have.
	static final int LONGEST_CODE = 128;

	private static final Comparator<Leg> BY_BEGINNING = Comparator.comparing(Leg::beganAt).thenComparing(Leg::legId);

	public Call {
		Checks checks = new Checks();
		if (callId == null) {
			checks.missing("callId", "callId is required. Expected the id of the call in the source system.");
		}
		else {
			CallChecks.id(checks, callId);
		}
		if (direction == null) {
			checks.missing("direction", "direction is required. Expected INBOUND, OUTBOUND or INTERNAL.");
		}
		if (startedAt == null) {
			checks.missing("startedAt",
					"startedAt is required. Expected when the contact began, such as 2026-11-16T09:00:00Z.");
		}
		else {
			startedAt = Instants.cut(startedAt);
		}
		answeredAt = Checked.instant(answeredAt);
		endedAt = Checked.instant(endedAt);
		checks.inOrder("startedAt", startedAt, "answeredAt", answeredAt);
		checks.inOrder("startedAt", startedAt, "endedAt", endedAt);
		checks.inOrder("answeredAt", answeredAt, "endedAt", endedAt);
		CallChecks.inTime(checks, "answeredAt", answeredAt, startedAt);
		CallChecks.inTime(checks, "endedAt", endedAt, startedAt);
		campaign = checks.code("campaign", campaign, LONGEST_CODE);
		source = checks.code("source", source, LONGEST_CODE);
		trunk = checks.code("trunk", trunk, LONGEST_CODE);
		hangupCause = checks.integer("hangupCause", hangupCause, 0, 127);
		sipStatus = checks.integer("sipStatus", sipStatus, 100, 699);
		mos = checks.decimal("mos", mos, 0, 5);
		CallChecks.url(checks, checks.text("recordingUrl", recordingUrl, 2000));
		CallChecks.attributes(checks, attributes);
		CallChecks.legs(checks, startedAt, legs);
		checks.requireNone();
		attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
		legs = legs.stream().sorted(BY_BEGINNING).toList();
	}

	/// An id that can be the id of a call.
	/// @throws InvalidCall if it is too long or has characters that a path cannot carry
	public static String checkCallId(String callId) {
		Checks checks = new Checks();
		CallChecks.id(checks, callId);
		checks.requireNone();
		return callId;
	}

	/// What is known of the call after a delivery: the newer one's fields and the older
	/// one's where it has none, legs matched by their id. Deliveries that do not
	/// contradict each other give the same call in any order.
	/// @throws InvalidCall if the two contradict each other
	public Call merge(Call delivered) {
		return Leg.isNewer(delivered.revision, this.revision) ? delivered.over(this, mergedLegs(delivered))
				: this.over(delivered, mergedLegs(delivered));
	}

	/// The call with all times in order, its legs' within its own: each is moved by less
	/// than a second where the clocks of the source, or whole seconds beside
	/// milliseconds, contradict each other. Whatever is merged with what is stored is put
	/// in order as a whole, so deliveries give the same call in any order; moved times
	/// are merged like sent ones.
	public Call inOrder() {
		Instant ended = Checked.notBefore(this.startedAt, this.endedAt);
		Instant answered = Checked.within(this.startedAt, this.answeredAt, ended);
		List<Leg> ordered = this.legs.stream().map((leg) -> leg.inOrder(this.startedAt, ended)).toList();
		boolean inOrder = Objects.equals(ended, this.endedAt) && Objects.equals(answered, this.answeredAt)
				&& ordered.equals(this.legs);
		return inOrder ? this
				: new Call(this.callId, this.direction, this.startedAt, answered, ended, this.from, this.to,
						this.campaign, this.source, this.trunk, this.priority, this.outcome, this.hangupCause,
						this.sipStatus, this.mos, this.crm, this.recordingUrl, this.attributes, this.revision, ordered);
	}

	/// The customer's number, normalised: the caller's, or of an outbound call the one
	/// called; null when withheld or not sent.
	public @Nullable String customerNumber() {
		PhoneNumber customer = customer();
		return (customer != null && !customer.normalised().equals(PhoneNumber.WITHHELD)) ? customer.normalised() : null;
	}

	private @Nullable PhoneNumber customer() {
		return (this.direction == Direction.OUTBOUND) ? this.to : this.from;
	}

	/// The number of the centre that an inbound call dialled, normalised; null of other
	/// calls, and when withheld or not sent.
	public @Nullable String numberDialled() {
		return (this.direction == Direction.INBOUND && this.to != null
				&& !this.to.normalised().equals(PhoneNumber.WITHHELD)) ? this.to.normalised() : null;
	}

	/// The call under another id.
	public Call withId(String callId) {
		return new Call(callId, this.direction, this.startedAt, this.answeredAt, this.endedAt, this.from, this.to,
				this.campaign, this.source, this.trunk, this.priority, this.outcome, this.hangupCause, this.sipStatus,
				this.mos, this.crm, this.recordingUrl, this.attributes, this.revision, this.legs);
	}

	/// The call with each leg under the id that the function gives for its own.
	public Call withLegIds(UnaryOperator<String> legId) {
		return with(this.campaign, this.legs.stream().map((leg) -> leg.withId(legId)).toList());
	}

	/// The id as it is written down for good, where no erasure reaches it: with the
	/// customer's number masked if it is in it; with any, where that is not stored (any
	/// more).
	public String lastingId() {
		PhoneNumber customer = customer();
		return NumberMask.withoutOwn(this.callId, (customer != null) ? customer.normalised() : null);
	}

	/// The call with each agent under the code that the function gives for theirs.
	public Call withAgents(UnaryOperator<String> code) {
		return with(this.campaign, this.legs.stream().map((leg) -> leg.withAgent(code)).toList());
	}

	/// The call as it is stored when its personal data are of age: without the customer's
	/// number, the recording and attributes, and with what was stored instead of any text
	/// that has what looks like a number.
	/// @param before what was stored; null where that is nothing, or was not of age
	/// @param accounts whatever was said of the call: by one with another direction, the
	/// customer's number may be on the other side
	public Call withoutPersonalData(@Nullable Call before, List<Call> accounts) {
		Set<String> customers = accounts.stream()
			.filter((account) -> account.direction != this.direction)
			.map(Call::customerNumber)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		Call words = without(Set.of(), before);
		return new Call(this.callId, this.direction, this.startedAt, this.answeredAt, this.endedAt,
				unlessOneOf(customers, this.from), unlessOneOf(customers, this.to), this.campaign, words.source,
				words.trunk, this.priority, this.outcome, this.hangupCause, this.sipStatus, this.mos, words.crm, null,
				Map.of(), this.revision, words.legs)
			.withoutCustomer();
	}

	private static @Nullable PhoneNumber unlessOneOf(Set<String> numbers, @Nullable PhoneNumber number) {
		return (number != null && numbers.contains(number.normalised())) ? null : number;
	}

	/// The call without the customer's number.
	public Call withoutCustomer() {
		boolean outbound = this.direction == Direction.OUTBOUND;
		return withNumbers(outbound ? this.from : null, outbound ? null : this.to);
	}

	/// The call as it counts when this is what its number is dialled for: a campaign for
	/// a call that names none, a queue for visits that name none.
	public Call dialledFor(@Nullable String campaign, @Nullable String queue) {
		return with(Checked.first(this.campaign, campaign),
				this.legs.stream().map((leg) -> leg.lacksQueue() ? leg.inQueue(queue) : leg).toList());
	}

	/// The call as answers show it to those who may see numbers: the CRM's fields over
	/// the dialer's.
	/// @param counted the outcome under which the call counts; null while in progress
	public Call asShown(CrmFields patched, @Nullable CallOutcome counted) {
		return new Call(this.callId, this.direction, this.startedAt, this.answeredAt, this.endedAt, this.from, this.to,
				this.campaign, this.source, this.trunk, this.priority, counted, this.hangupCause, this.sipStatus,
				this.mos, patched.over(this.crm), this.recordingUrl, this.attributes, this.revision, this.legs);
	}

	/// The call with its numbers as they were sent.
	public Call withNumbersAsSent() {
		return withNumbers((this.from != null) ? this.from.asSent() : null,
				(this.to != null) ? this.to.asSent() : null);
	}

	/// The call with numbers masked: its own ones, and in texts whatever looks like one,
	/// whosever it is.
	public Call masked() {
		String customer = customerNumber();
		UnaryOperator<@Nullable String> text = (words) -> (words != null) ? NumberMask.masked(words, customer) : null;
		Map<String, String> masked = new TreeMap<>();
		this.attributes.forEach((name, value) -> masked.putIfAbsent(NumberMask.masked(name), NumberMask.masked(value)));
		return new Call(this.callId, this.direction, this.startedAt, this.answeredAt, this.endedAt,
				(this.from != null) ? this.from.masked() : null, (this.to != null) ? this.to.masked() : null,
				this.campaign, text.apply(this.source), text.apply(this.trunk), this.priority, this.outcome,
				this.hangupCause, this.sipStatus, this.mos, this.crm.masked(text), text.apply(this.recordingUrl),
				masked, this.revision, this.legs.stream().map((leg) -> leg.masked(text)).toList());
	}

	/// A delivery as it is taken for a call of which something was erased: with what is
	/// stored, if anything, instead of that, and instead of any text that has what looks
	/// like a number.
	/// @param stored null where nothing is stored any more
	public Call without(Set<Erasable> erased, @Nullable Call stored) {
		Call known = (stored != null) ? stored : nothing();
		Map<String, Leg> legs = new TreeMap<>();
		known.legs.forEach((leg) -> legs.put(leg.legId(), leg));
		Call words = new Call(this.callId, this.direction, this.startedAt, this.answeredAt, this.endedAt, this.from,
				this.to, this.campaign,
				erased.contains(Erasable.SOURCE) ? known.source : NumberMask.storedIfIn(this.source, known.source),
				erased.contains(Erasable.TRUNK) ? known.trunk : NumberMask.storedIfIn(this.trunk, known.trunk),
				this.priority, this.outcome, this.hangupCause, this.sipStatus, this.mos,
				this.crm.without(erased, known.crm),
				erased.contains(Erasable.RECORDING_URL) ? known.recordingUrl
						: NumberMask.storedIfIn(this.recordingUrl, known.recordingUrl),
				erased.contains(Erasable.ATTRIBUTES) ? known.attributes : attributesOver(known.attributes),
				this.revision, this.legs.stream().map((leg) -> leg.without(erased, legs.get(leg.legId()))).toList());
		return Erasable.isCustomerIn(erased) ? words.withoutErasedCustomer(erased, known) : words;
	}

	/// The customer's side is empty, and the other one is as it was. Where the delivery
	/// has another direction than the call that was erased, the number may be on either
	/// side: there only what is stored is taken.
	private Call withoutErasedCustomer(Set<Erasable> erased, Call stored) {
		return switch (this.direction) {
			case INBOUND -> withNumbers(null,
					erased.contains(Erasable.FROM) ? Checked.first(stored.to, this.to) : stored.known(this.to));
			case OUTBOUND -> withNumbers(
					erased.contains(Erasable.TO) ? Checked.first(stored.from, this.from) : stored.known(this.from),
					null);
			case INTERNAL -> withNumbers(null, stored.known(this.to));
		};
	}

	/// The number, if the call has it on one side or the other.
	private @Nullable PhoneNumber known(@Nullable PhoneNumber number) {
		return (number != null && (number.equals(this.from) || number.equals(this.to))) ? number : null;
	}

	private Map<String, String> attributesOver(Map<String, String> stored) {
		Map<String, String> taken = new TreeMap<>();
		this.attributes.forEach((name, value) -> {
			String kept = (NumberMask.isIn(name) || NumberMask.isIn(value)) ? stored.get(name) : value;
			if (kept != null) {
				taken.put(name, kept);
			}
		});
		return taken;
	}

	/// The call of which no more is known than what is required.
	private Call nothing() {
		return new Call(this.callId, this.direction, this.startedAt, null, null, null, null, null, null, null, null,
				null, null, null, null, CrmFields.NONE, null, Map.of(), null, List.of());
	}

	private Call withNumbers(@Nullable PhoneNumber from, @Nullable PhoneNumber to) {
		return new Call(this.callId, this.direction, this.startedAt, this.answeredAt, this.endedAt, from, to,
				this.campaign, this.source, this.trunk, this.priority, this.outcome, this.hangupCause, this.sipStatus,
				this.mos, this.crm, this.recordingUrl, this.attributes, this.revision, this.legs);
	}

	/// Looks in texts for what must not be stored: numbers of payment cards, and what an
	/// answer of this service has masked.
	public void checkTexts(Checks checks) {
		checks.free("campaign", this.campaign);
		checks.free("source", this.source);
		checks.free("trunk", this.trunk);
		this.crm.checkTexts(checks);
		checks.free("recordingUrl", this.recordingUrl);
		this.attributes.forEach((name, value) -> {
			checks.free("attributes", name);
			checks.free("attributes." + name, value);
		});
		for (int i = 0; i < this.legs.size(); i++) {
			this.legs.get(i).checkTexts("legs[" + i + "].", checks);
		}
	}

	/// Shows each instant of call and legs with the path of its field.
	public void forEachInstant(BiConsumer<String, Instant> visitor) {
		visitor.accept("startedAt", this.startedAt);
		present(visitor, "answeredAt", this.answeredAt);
		present(visitor, "endedAt", this.endedAt);
		for (int i = 0; i < this.legs.size(); i++) {
			Leg leg = this.legs.get(i);
			String path = "legs[" + i + "].";
			present(visitor, path + "queuedAt", leg.queuedAt());
			present(visitor, path + "offeredAt", leg.offeredAt());
			present(visitor, path + "answeredAt", leg.answeredAt());
			present(visitor, path + "endedAt", leg.endedAt());
		}
	}

	private static void present(BiConsumer<String, Instant> visitor, String path, @Nullable Instant instant) {
		if (instant != null) {
			visitor.accept(path, instant);
		}
	}

	private Call with(@Nullable String campaign, List<Leg> legs) {
		return new Call(this.callId, this.direction, this.startedAt, this.answeredAt, this.endedAt, this.from, this.to,
				campaign, this.source, this.trunk, this.priority, this.outcome, this.hangupCause, this.sipStatus,
				this.mos, this.crm, this.recordingUrl, this.attributes, this.revision, legs);
	}

	private Call over(Call other, List<Leg> merged) {
		Map<String, String> all = new TreeMap<>(other.attributes);
		all.putAll(this.attributes);
		return new Call(this.callId, this.direction, this.startedAt, Checked.first(this.answeredAt, other.answeredAt),
				Checked.first(this.endedAt, other.endedAt), Checked.first(this.from, other.from),
				Checked.first(this.to, other.to), Checked.first(this.campaign, other.campaign),
				Checked.first(this.source, other.source), Checked.first(this.trunk, other.trunk),
				Checked.first(this.priority, other.priority), Checked.first(this.outcome, other.outcome),
				Checked.first(this.hangupCause, other.hangupCause), Checked.first(this.sipStatus, other.sipStatus),
				Checked.first(this.mos, other.mos), this.crm.over(other.crm),
				Checked.first(this.recordingUrl, other.recordingUrl), all, Checked.first(this.revision, other.revision),
				merged);
	}

	private List<Leg> mergedLegs(Call delivered) {
		Checks checks = new Checks();
		Map<String, Leg> merged = new TreeMap<>();
		this.legs.forEach((leg) -> merged.put(leg.legId(), leg));
		for (int i = 0; i < delivered.legs.size() && !checks.isFull(); i++) {
			Leg leg = delivered.legs.get(i);
			try {
				merged.merge(leg.legId(), leg, Leg::merge);
			}
			catch (InvalidCall contradictions) {
				checks.addAll(contradictions.in("legs[" + i + "]"));
			}
		}
		checks.requireNone();
		return List.copyOf(merged.values());
	}

}
