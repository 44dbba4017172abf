package io.callmeter.reference;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.call.NumberMask;
import io.callmeter.http.Fields;
import io.callmeter.http.Page;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
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
		description = "Manage dispositions of dialers and CRMs, for all campaigns or for one. Their "
				+ "flags are for readers and exports and do not affect metrics: a call counts as converted, resolved or "
				+ "connected by its own fields.")
class DispositionController implements Documented {

	private static final String OF_WHICH_CAMPAIGN = "Campaign; by default all campaigns without their own";

	/// Begins a place in a list by the row's own id, where its code is not shown.
	private static final String ROW = "row:";

	private final Dispositions rows;

	private final Edits edits;

	private final Audit audit;

	DispositionController(Dispositions rows, Edits edits, Audit audit) {
		this.audit = audit;
		this.rows = rows;
		this.edits = edits;
	}

	@Requires({ Scope.KPIS_READ, Scope.REFERENCE_WRITE })
	@Operation(operationId = "list{Kinds}", summary = "List {kinds}",
			description = "In the order of code and campaign. If there are more, send the `next` of the answer as `next` for "
					+ "the next page. What looks like a phone number in a code or name is masked without the scope "
					+ "`pii:read`.")
	@ApiResponse(responseCode = "200", description = "A page of {kinds}")
	@GetMapping
	Page<DispositionEntry> list(Caller caller,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@Parameter(description = "All campaigns; not together with campaign") @RequestParam(
					defaultValue = "false") boolean everyCampaign,
			@Parameter(description = "The `next` of the previous page") @RequestParam(defaultValue = "") String next,
			@Parameter(description = "Maximum number of items",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit,
			@Parameter(hidden = true) HttpServletRequest request) {
		int most = Page.checked(limit);
		Tenant tenant = caller.tenant();
		if (everyCampaign && campaign != null) {
			throw RequestProblem.invalid("everyCampaign", "true",
					"campaign and everyCampaign contradict each other. Send one of them.");
		}
		Page<DispositionEntry> page = this.edits.read(tenant, () -> {
			if (everyCampaign) {
				Place start = next.isEmpty() ? Place.BEFORE_ALL
						: hidden(tenant, next).map(Place::of).orElseGet(() -> Place.of(next));
				return page(caller,
						this.rows.findAfter(tenant.id(), start.code(), start.campaign(), Limit.of(most + 1)), most,
						(last) -> Place.of(last).text());
			}
			String start = next.isEmpty() ? next
					: hidden(tenant, next).map((row) -> row.key().code()).orElseGet(() -> Words.checked("next", next));
			return page(caller, this.rows.findByTenantIdAndCampaignAndCodeGreaterThanOrderByCode(tenant.id(),
					campaign(campaign), start, Limit.of(most + 1)), most, (last) -> last.key().code());
		});
		audit(caller, request, page.items(), Map.of());
		return page;
	}

	/// @param found one more than may be shown, if there are more
	private static Page<DispositionEntry> page(Caller caller, List<Disposition> found, int most,
			Function<Disposition, String> place) {
		List<DispositionEntry> shown = found.stream().limit(most).map((row) -> shown(caller, row)).toList();
		if (found.size() <= most) {
			return Page.whole(shown);
		}
		Disposition last = found.get(most - 1);
		boolean hidden = !Objects.equals(shown.getLast().code(), last.key().code());
		return new Page<>(shown, hidden ? ROW + last.rowId() : place.apply(last));
	}

	/// Writes down that somebody is shown numbers in codes or names.
	private void audit(Caller caller, HttpServletRequest request, List<DispositionEntry> shown,
			Map<String, String> result) {
		if (caller.seesNumbers() && shown.stream().anyMatch((entry) -> !entry.masked().equals(entry))) {
			this.audit.addUnmasked(caller, request, result);
		}
	}

	private static DispositionEntry shown(Caller caller, Disposition row) {
		return caller.seesNumbers() ? row.entry() : row.entry().masked();
	}

	/// The row that a page ended with whose code was masked.
	private Optional<Disposition> hidden(Tenant tenant, String next) {
		try {
			return next.startsWith(ROW)
					? this.rows.findByTenantIdAndRowId(tenant.id(), UUID.fromString(next.substring(ROW.length())))
					: Optional.empty();
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Requires({ Scope.KPIS_READ, Scope.REFERENCE_WRITE })
	@Operation(operationId = "get{Kind}", summary = "Get a {kind}",
			description = "Send its ETag as If-Match when you change it.")
	@ApiResponse(responseCode = "200", description = "The {kind}")
	@ApiResponse(responseCode = "404", description = "Unknown {kind}")
	@GetMapping("/{code}")
	ResponseEntity<DispositionEntry> get(Caller caller, @PathVariable String code,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@Parameter(hidden = true) HttpServletRequest request) {
		Disposition.Key key = key(caller.tenant(), code, campaign);
		Disposition row = this.edits.read(caller.tenant(),
				() -> this.rows.findByTenantIdAndCampaignAndCode(key.tenantId(), key.campaign(), key.code())
					.orElseThrow(() -> unknown(key)));
		DispositionEntry shown = shown(caller, row);
		audit(caller, request, List.of(shown), Map.of("code", NumberMask.masked(key.code())));
		return ResponseEntity.ok().eTag(row.etag()).body(shown);
	}

	@Requires(Scope.REFERENCE_WRITE)
	@Operation(operationId = "put{Kind}", summary = "Create or replace a {kind}", description = "{made}")
	@ApiResponse(responseCode = "200", description = "The {kind} was replaced")
	@ApiResponse(responseCode = "201", description = "The {kind} was created")
	@ApiResponse(responseCode = "409", description = "{putConflict}")
	@ApiResponse(responseCode = "412", description = "Changed by someone else")
	@PutMapping(path = "/{code}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<DispositionEntry> put(Tenant tenant, @PathVariable String code,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@RequestBody DispositionEntry entry,
			@Parameter(
					description = "ETag of the version to replace, or * for any; prevents lost updates") @RequestHeader(
							name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@Parameter(description = "* to create it only if it does not exist") @RequestHeader(
					name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
		Disposition.Key key = key(tenant, code, campaign);
		Fields.requireNoCard("name", entry.name());
		Entry.requireSame("code", entry.code(), key.code());
		requireSameCampaign(entry.campaign(), key.campaign());
		Edits.Saved<DispositionEntry> saved = this.edits.put(tenant, this.rows, key,
				Precondition.of(ifMatch, ifNoneMatch), Disposition::new, (row) -> row.set(key, entry),
				Disposition::entry);
		ResponseEntity.BodyBuilder answer = saved.isNew()
				? ResponseEntity.created(ReferenceController.location(Kind.DISPOSITION, key.code(), key.campaign()))
				: ResponseEntity.ok();
		return answer.eTag(saved.etag()).body(saved.value());
	}

	@Requires(Scope.REFERENCE_WRITE)
	@Operation(operationId = "delete{Kind}", summary = "Delete a {kind}", description = "{deleted}")
	@ApiResponse(responseCode = "204", description = "The {kind} was deleted")
	@ApiResponse(responseCode = "404", description = "Unknown {kind}")
	@ApiResponse(responseCode = "412", description = "Changed by someone else")
	@DeleteMapping("/{code}")
	ResponseEntity<Void> delete(Tenant tenant, @PathVariable String code,
			@Parameter(description = OF_WHICH_CAMPAIGN) @RequestParam(required = false) @Nullable String campaign,
			@Parameter(description = "ETag of the version to delete") @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch) {
		Disposition.Key key = key(tenant, code, campaign);
		if (!this.edits.delete(tenant, this.rows, key, Precondition.of(ifMatch, null), () -> {
		}, () -> {
		})) {
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

	private static Disposition.Key key(Tenant tenant, String code, @Nullable String campaign) {
		return new Disposition.Key(tenant.id(), campaign(campaign), Fields.code("code", code, Words.LONGEST_CODE));
	}

	private static void requireSameCampaign(@Nullable String inBody, String inQuery) {
		if (inBody != null && !inBody.equals(inQuery)) {
			throw RequestProblem.invalid("campaign", inBody,
					"The body has the campaign '" + inBody + "', the query parameter campaign "
							+ (inQuery.isEmpty() ? "is missing" : "is '" + inQuery + "'")
							+ ". Send the same, or leave campaign out of the body.");
		}
	}

	private static String campaign(@Nullable String campaign) {
		return (campaign == null || campaign.isEmpty()) ? "" : Fields.code("campaign", campaign, Words.LONGEST_CODE);
	}

	private static RequestProblem unknown(Disposition.Key key) {
		return RequestProblem.notFound("code", key.code(),
				"Unknown disposition '" + key.code() + "' of "
						+ (key.campaign().isEmpty() ? "all campaigns" : "campaign '" + key.campaign() + "'")
						+ ". GET /v1/dispositions" + (key.campaign().isEmpty() ? "" : "?campaign=…") + " lists all.");
	}

	/// Where a page of dispositions of every campaign ends.
	private record Place(String code, String campaign) {

		static final Place BEFORE_ALL = new Place("", "");

		static Place of(Disposition last) {
			return new Place(last.key().code(), last.key().campaign());
		}

		/// @param next as sent
		static Place of(String next) {
			try {
				List<String> parts = List
					.of(new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8).split("\n", -1));
				if (parts.size() == 2) {
					return new Place(Words.checked("next", parts.getFirst()),
							parts.getLast().isEmpty() ? "" : Words.checked("next", parts.getLast()));
				}
			}
			catch (IllegalArgumentException ex) {
				// refused below, like a text of other parts
			}
			throw Page.unknownPlace(next);
		}

		/// As the parameter `next` has it; no code has a line break.
		String text() {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString((this.code + "\n" + this.campaign).getBytes(StandardCharsets.UTF_8));
		}

	}

}
