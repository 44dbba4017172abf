package io.callmeter.reference;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Like other reference data, but a code is known within a campaign.
@RestController
@RequestMapping(path = "/v1/dispositions", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Dispositions",
		description = "What dialers' and CRMs' words for the result of a call mean, for all campaigns or for one. Their "
				+ "flags are for readers and exports; no figure reads them: a call counts as converted, resolved or "
				+ "connected by what was sent of the call itself.")
class DispositionController implements Documented {

	private static final String OF_WHICH_CAMPAIGN = "Of this campaign; without it, of all that have none of their own";

	private final Dispositions rows;

	private final Edits edits;

	DispositionController(Dispositions rows, Edits edits) {
		this.rows = rows;
		this.edits = edits;
	}

	@Operation(operationId = "list{Kinds}", summary = "List {kinds}",
			description = "By code, and of one code by campaign. When there are more, `next` is the value of `after` for "
					+ "the following page.")
	@ApiResponse(responseCode = "200", description = "A page of {kinds}")
	@GetMapping
	Page<DispositionEntry> list(
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@Parameter(description = "Of every campaign, and of all that have none of their own; not together with "
					+ "campaign") @RequestParam(defaultValue = "false") boolean everyCampaign,
			@Parameter(
					description = "Only those whose code comes after this one; with everyCampaign only the `next` of "
							+ "the page before") @RequestParam(defaultValue = "") String after,
			@Parameter(description = "How many at most",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit) {
		int most = Page.checked(limit);
		if (everyCampaign) {
			return ofEveryCampaign(campaign, after, most);
		}
		String start = after.isEmpty() ? after : Words.checked("after", after, Words.LONGEST_CODE);
		return Page.of(
				this.edits.read(() -> this.rows
					.findByTenantIdAndCampaignAndCodeGreaterThanOrderByCode(Tenant.DEFAULT.id(), campaign(campaign),
							start, Limit.of(most + 1))
					.stream()
					.map(Disposition::entry)
					.toList()),
				most);
	}

	private Page<DispositionEntry> ofEveryCampaign(@Nullable String campaign, String after, int most) {
		if (campaign != null) {
			throw RequestProblem.invalid("everyCampaign", "true",
					"campaign and everyCampaign contradict each other; send one of them.");
		}
		Place start = after.isEmpty() ? Place.BEFORE_ALL : Place.of(after);
		return Page.of(this.edits
			.read(() -> this.rows.findAfter(Tenant.DEFAULT.id(), start.code(), start.campaign(), Limit.of(most + 1))
				.stream()
				.map(Disposition::entry)
				.toList()), most, (last) -> Place.of(last).text());
	}

	@Operation(operationId = "get{Kind}", summary = "Show one {kind}",
			description = "Its ETag says which state it is; send it as If-Match with a change.")
	@ApiResponse(responseCode = "200", description = "The {kind}")
	@ApiResponse(responseCode = "404", description = "There is no such {kind}")
	@GetMapping("/{code}")
	ResponseEntity<DispositionEntry> get(@PathVariable String code,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign) {
		Disposition.Key key = key(code, campaign);
		return this.edits
			.read(() -> this.rows.findByTenantIdAndCampaignAndCode(key.tenantId(), key.campaign(), key.code())
				.map((row) -> ResponseEntity.ok().eTag(row.etag()).body(row.entry()))
				.orElseThrow(() -> unknown(key)));
	}

	@Operation(operationId = "put{Kind}", summary = "Make or replace one {kind}", description = "{made}")
	@ApiResponse(responseCode = "200", description = "The {kind} was there and is now like this")
	@ApiResponse(responseCode = "201", description = "The {kind} is new")
	@ApiResponse(responseCode = "409", description = "{putConflict}")
	@ApiResponse(responseCode = "412", description = "Somebody has changed it meanwhile")
	@PutMapping(path = "/{code}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<DispositionEntry> put(@PathVariable String code,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@RequestBody DispositionEntry entry,
			@Parameter(description = "ETag of the state that is to be replaced, * for any; with it nobody's change is "
					+ "lost") @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@Parameter(description = "* to make it only if it is not there") @RequestHeader(
					name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
		Disposition.Key key = key(code, campaign);
		Entry.requireSame("code", entry.code(), code);
		requireSameCampaign(entry.campaign(), key.campaign());
		Edits.Saved<DispositionEntry> saved = this.edits.put(this.rows, key, Precondition.of(ifMatch, ifNoneMatch),
				Disposition::new, (row) -> row.set(key, entry), Disposition::entry);
		ResponseEntity.BodyBuilder answer = saved.isNew()
				? ResponseEntity.created(ReferenceController.location(Kind.DISPOSITION, code, key.campaign()))
				: ResponseEntity.ok();
		return answer.eTag(saved.etag()).body(saved.value());
	}

	@Operation(operationId = "delete{Kind}", summary = "Delete one {kind}", description = "{deleted}")
	@ApiResponse(responseCode = "204", description = "The {kind} is gone")
	@ApiResponse(responseCode = "404", description = "There is no such {kind}")
	@ApiResponse(responseCode = "412", description = "Somebody has changed it meanwhile")
	@DeleteMapping("/{code}")
	ResponseEntity<Void> delete(@PathVariable String code,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@Parameter(description = "ETag of the state that is to be deleted") @RequestHeader(
					name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
		Disposition.Key key = key(code, campaign);
		if (!this.edits.delete(this.rows, key, Precondition.of(ifMatch, null))) {
			throw unknown(key);
		}
		return ResponseEntity.noContent().build();
	}

	@Override
	public Kind kind() {
		return Kind.DISPOSITION;
	}

	@Override
	public DispositionEntry example() {
		return new DispositionEntry("SALE", null, "Sale", true, true, false, false, false, true);
	}

	private static Disposition.Key key(String code, @Nullable String campaign) {
		return new Disposition.Key(Tenant.DEFAULT.id(), campaign(campaign),
				Words.checked("code", code, Words.LONGEST_CODE));
	}

	private static void requireSameCampaign(@Nullable String inBody, String inQuery) {
		if (inBody != null && !inBody.equals(inQuery)) {
			throw RequestProblem.invalid("campaign", inBody,
					"The body says '" + inBody + "' and the query parameter campaign "
							+ (inQuery.isEmpty() ? "is not sent" : "'" + inQuery + "'")
							+ "; send the same, or leave campaign out of the body.");
		}
	}

	private static String campaign(@Nullable String campaign) {
		return (campaign == null || campaign.isEmpty()) ? "" : Words.checked("campaign", campaign, Words.LONGEST_CODE);
	}

	private static RequestProblem unknown(Disposition.Key key) {
		return RequestProblem.notFound("code", key.code(),
				"There is no disposition '" + key.code() + "' of "
						+ (key.campaign().isEmpty() ? "all campaigns" : "campaign '" + key.campaign() + "'")
						+ "; GET /v1/dispositions" + (key.campaign().isEmpty() ? "" : "?campaign=…")
						+ " lists those there are.");
	}

	/// Where a page of dispositions of every campaign ends.
	private record Place(String code, String campaign) {

		static final Place BEFORE_ALL = new Place("", "");

		static Place of(DispositionEntry last) {
			return new Place(Objects.requireNonNull(last.code()), Objects.requireNonNullElse(last.campaign(), ""));
		}

		/// @param after as sent
		static Place of(String after) {
			try {
				List<String> parts = List
					.of(new String(Base64.getUrlDecoder().decode(after), StandardCharsets.UTF_8).split("\n", -1));
				if (parts.size() == 2) {
					return new Place(Words.checked("after", parts.getFirst(), Words.LONGEST_CODE),
							parts.getLast().isEmpty() ? ""
									: Words.checked("after", parts.getLast(), Words.LONGEST_CODE));
				}
			}
			catch (IllegalArgumentException ex) {
				// refused below, like a text of other parts
			}
			throw RequestProblem.invalid("after", after,
					"after '" + after
							+ "' is no place in the list of every campaign; send the `next` of the page before, or "
							+ "leave it out.");
		}

		/// As the parameter `after` has it; no code has a line break.
		String text() {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString((this.code + "\n" + this.campaign).getBytes(StandardCharsets.UTF_8));
		}

	}

}
