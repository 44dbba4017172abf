package io.callmeter.reference;

import java.net.URI;
import java.util.List;
import java.util.Objects;

import io.callmeter.access.Caller;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.http.Fields;
import io.callmeter.http.Page;
import io.callmeter.http.ProblemInstance;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.callmeter.text.Nearest;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
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
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/// What can be done with reference data of each kind alike; `{kind}` in its documentation is filled in per kind.
abstract class ReferenceController<T extends Coded, V extends Entry> implements Documented {

	private static final int CODES_TO_GUESS_FROM = 1000;

	private final Kind kind;

	private final CodedRows<T> rows;

	private final Edits edits;

	ReferenceController(Kind kind, CodedRows<T> rows, Edits edits) {
		this.kind = kind;
		this.rows = rows;
		this.edits = edits;
	}

	/// A row without anything but what `set` fills.
	abstract T make();

	/// Sets all that was sent, or refuses to.
	/// @param code of the path
	abstract void fill(Tenant tenant, T row, String code, V entry);

	/// As answers show the rows.
	abstract List<V> shown(Tenant tenant, List<T> rows);

	/// The code of a path as it is stored.
	String stored(String code) {
		return Fields.code("code", code, Words.LONGEST_CODE);
	}

	/// Refuses to delete what others need.
	void requireUnused(Tenant tenant, String code) {
	}

	/// Writes down, with the change itself, what has to be answered for.
	/// @param entry as it is now; null where it is gone
	void note(Caller caller, String code, @Nullable V entry) {
	}

	@Override
	public final Kind kind() {
		return this.kind;
	}

	@Requires({ Scope.KPIS_READ, Scope.REFERENCE_WRITE })
	@Operation(operationId = "list{Kinds}", summary = "List {kinds}",
			description = "In the order of their codes. If there are more, send the `next` of the answer as `next` for the next page.")
	@ApiResponse(responseCode = "200", description = "A page of {kinds}")
	@GetMapping
	Page<V> list(Tenant tenant,
			@Parameter(description = "The `next` of the previous page") @RequestParam(defaultValue = "") String next,
			@Parameter(description = "Maximum number of items",
					schema = @Schema(type = "integer", format = "int32", minimum = "1", maximum = "1000",
							defaultValue = "100")) @RequestParam(defaultValue = "100") int limit) {
		int most = Page.checked(limit);
		String start = next.isEmpty() ? next : Words.checked("next", next);
		return Page.of(
				this.edits.read(tenant, () -> shown(tenant,
						this.rows.findByTenantIdAndCodeGreaterThanOrderByCode(tenant.id(), start, Limit.of(most + 1)))),
				most, (last) -> Objects.requireNonNull(last.code()));
	}

	@Requires({ Scope.KPIS_READ, Scope.REFERENCE_WRITE })
	@Operation(operationId = "get{Kind}", summary = "Get a {kind}",
			description = "Send its ETag as If-Match when you change it.")
	@ApiResponse(responseCode = "200", description = "The {kind}")
	@ApiResponse(responseCode = "404", description = "Unknown {kind}")
	@GetMapping("/{code}")
	ResponseEntity<V> get(Tenant tenant, @PathVariable String code) {
		String stored = stored(code);
		return this.edits
			.read(tenant,
					() -> this.rows.findByTenantIdAndCode(tenant.id(), stored)
						.map((row) -> ResponseEntity.ok().eTag(row.etag()).body(shown(tenant, row))))
			.orElseThrow(() -> unknown(tenant, code));
	}

	@Requires(Scope.REFERENCE_WRITE)
	@Operation(operationId = "put{Kind}", summary = "Create or replace a {kind}", description = "{made}")
	@ApiResponse(responseCode = "200", description = "The {kind} was replaced")
	@ApiResponse(responseCode = "201", description = "The {kind} was created")
	@ApiResponse(responseCode = "409", description = "{putConflict}")
	@ApiResponse(responseCode = "412", description = "Changed by someone else")
	@PutMapping(path = "/{code}", consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<V> put(Caller caller, @PathVariable String code, @RequestBody V entry,
			@Parameter(
					description = "ETag of the version to replace, or * for any; prevents lost updates") @RequestHeader(
							name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			@Parameter(description = "* to create it only if it does not exist") @RequestHeader(
					name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch) {
		Tenant tenant = caller.tenant();
		String stored = stored(code);
		String inBody = entry.code();
		Fields.requireNoCard("name", entry.name());
		entry.codes().forEach(Fields::requireVisible);
		Entry.requireSame(this.kind.key(), (inBody != null) ? stored(inBody) : null, stored);
		var key = new Coded.Key(tenant.id(), stored);
		Edits.Saved<V> saved = this.edits.put(tenant, this.rows, key, Precondition.of(ifMatch, ifNoneMatch), () -> {
			T row = make();
			row.setKey(key);
			return row;
		}, (row) -> fill(tenant, row, stored, entry), (row) -> {
			V shown = shown(tenant, row);
			note(caller, stored, shown);
			return shown;
		});
		ResponseEntity.BodyBuilder answer = saved.isNew() ? ResponseEntity.created(location(this.kind, stored, ""))
				: ResponseEntity.ok();
		return answer.eTag(saved.etag()).body(saved.value());
	}

	@Requires(Scope.REFERENCE_WRITE)
	@Operation(operationId = "delete{Kind}", summary = "Delete a {kind}", description = "{deleted}")
	@ApiResponse(responseCode = "204", description = "The {kind} was deleted")
	@ApiResponse(responseCode = "404", description = "Unknown {kind}")
	@ApiResponse(responseCode = "409", description = "{deleteConflict}")
	@ApiResponse(responseCode = "412", description = "Changed by someone else")
	@DeleteMapping("/{code}")
	ResponseEntity<Void> delete(Caller caller, @PathVariable String code,
			@Parameter(description = "ETag of the version to delete") @RequestHeader(name = HttpHeaders.IF_MATCH,
					required = false) @Nullable String ifMatch) {
		Tenant tenant = caller.tenant();
		String stored = stored(code);
		if (!this.edits.delete(tenant, this.rows, new Coded.Key(tenant.id(), stored), Precondition.of(ifMatch, null),
				() -> requireUnused(tenant, stored), () -> note(caller, stored, null))) {
			throw unknown(tenant, code);
		}
		return ResponseEntity.noContent().build();
	}

	@Hidden
	@Requires({ Scope.KPIS_READ, Scope.REFERENCE_WRITE })
	@RequestMapping("/{code}/{next}/{*rest}")
	void refuseSlash(@PathVariable String code, @PathVariable String next, @PathVariable String rest,
			HttpServletRequest request) {
		throw RequestProblem.notFound("path", ProblemInstance.decoded(request.getRequestURI()),
				"Nothing exists at this path. If the code of the " + this.kind.word() + " is '" + code + "/" + next
						+ rest + "', write each '/' in it as %2F.");
	}

	/// Where a row is.
	/// @param campaign empty for none
	static URI location(Kind kind, String code, String campaign) {
		return ServletUriComponentsBuilder.fromCurrentContextPath()
			.path("/v1/{kinds}/{code}" + (campaign.isEmpty() ? "" : "?campaign={campaign}"))
			.encode()
			.buildAndExpand(kind.plural(), code, campaign)
			.toUri();
	}

	private V shown(Tenant tenant, T row) {
		return shown(tenant, List.of(row)).getFirst();
	}

	private RequestProblem unknown(Tenant tenant, String code) {
		List<String> codes = this.edits.read(tenant,
				() -> this.rows
					.findByTenantIdAndCodeGreaterThanOrderByCode(tenant.id(), "", Limit.of(CODES_TO_GUESS_FROM))
					.stream()
					.map(Coded::code)
					.toList());
		return RequestProblem.notFound("code", code, "Unknown " + this.kind.word() + " '" + code + "'. GET /v1/"
				+ this.kind.plural() + " lists all." + Nearest.question(code, codes));
	}

}
