package io.callmeter.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.callmeter.http.Fields;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The keys of the caller's tenant.
@RestController
@RequestMapping(path = "/v1/keys", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Access", description = "Keys and tenants, and what was done that has to be answered for.")
class KeyController {

	private final Keys keys;

	KeyController(Keys keys) {
		this.keys = keys;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "listKeys", summary = "List keys",
			description = "All keys that were ever made for the tenant, the oldest first, without the keys themselves.")
	@ApiResponse(responseCode = "200", description = "The keys")
	@GetMapping
	List<Keys.Stored> list(Tenant tenant) {
		return this.keys.all(tenant);
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "createKey", summary = "Make a key",
			description = "The answer has the key, this once: only a hash of it is stored. It may do what its scopes say, for the "
					+ "caller's tenant.")
	@ApiResponse(responseCode = "201", description = "The key")
	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Keys.Made create(Caller caller, @RequestBody Wanted wanted) {
		return wanted.make(this.keys, caller, caller.tenant());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "revokeKey", summary = "Revoke a key",
			description = "It is refused for good; other replicas refuse it within 3 seconds.")
	@ApiResponse(responseCode = "204", description = "The key is revoked")
	@ApiResponse(responseCode = "404", description = "There is no such key, or it is revoked already")
	@DeleteMapping("/{keyId}")
	ResponseEntity<Void> revoke(Caller caller, @Parameter(description = "Its keyId in the list.",
			example = "0190b6a5-5bd1-4f6c-9d3e-7a1f2c3d4e5f") @PathVariable UUID keyId) {
		if (!this.keys.revoke(caller, keyId)) {
			throw RequestProblem.notFound("keyId", keyId.toString(),
					"There is no key " + keyId + " to revoke; GET /v1/keys lists those there are.");
		}
		return ResponseEntity.noContent().build();
	}

	/// A key to be made.
	@Schema(name = "WantedKey", description = "A key to be made.",
			example = "{\"name\": \"dialer\", \"scopes\": [\"calls:write\"]}")
	record Wanted(@Schema(description = "What it is for.", example = "dialer", maxLength = 128) @Nullable String name,
			@Schema(description = "What it may do: calls:write, calls:read, kpis:read, live:read, reference:write, "
					+ "pii:read, admin; metrics:read and operator reach beyond the tenant and can be given by an "
					+ "operator only.") @Nullable List<@Nullable String> scopes,
			@Schema(description = "From when on it is refused; left out for never.") @Nullable Instant expiresAt) {

		private static final int LONGEST_NAME = 128;

		Keys.Made make(Keys keys, Caller caller, Tenant tenant) {
			return keys.make(tenant, caller.name(), checkedName(), checkedScopes(caller), checkedExpiry());
		}

		private String checkedName() {
			return Fields.words("name", this.name, LONGEST_NAME);
		}

		private Set<Scope> checkedScopes(Caller caller) {
			if (this.scopes == null || this.scopes.isEmpty()) {
				throw RequestProblem.missing("scopes", "scopes is empty; name at least one of " + all() + ".");
			}
			Set<Scope> found = this.scopes.stream()
				.map((key) -> Scope.of(String.valueOf(key))
					.orElseThrow(() -> RequestProblem.invalid("scopes", key,
							"There is no scope '" + key + "'; use " + all() + ".")))
				.collect(Collectors.toSet());
			found.stream()
				.filter((scope) -> scope.isOfAllTenants() && !caller.may(Scope.OPERATOR))
				.findFirst()
				.ifPresent((scope) -> {
					throw new RequestProblem(Problem.FORBIDDEN, "scopes", scope.key(),
							"The scope " + scope + " reaches beyond your tenant; ask an operator for such a key.");
				});
			return found;
		}

		private @Nullable Instant checkedExpiry() {
			Instant expiry = Fields.moment("expiresAt",
					(this.expiresAt != null) ? this.expiresAt.truncatedTo(ChronoUnit.MICROS) : null);
			if (expiry != null && expiry.isBefore(Instant.now())) {
				throw RequestProblem.invalid("expiresAt", expiry.toString(),
						"expiresAt " + expiry + " is past; send a later one, or none.");
			}
			return expiry;
		}

		private static String all() {
			return java.util.Arrays.stream(Scope.values()).map(Scope::key).collect(Collectors.joining(", "));
		}

	}

}
