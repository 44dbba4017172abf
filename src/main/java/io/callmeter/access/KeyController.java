package io.callmeter.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.Page;
import io.callmeter.http.Problem;
import io.callmeter.http.RequestProblem;
import io.callmeter.tenant.Tenant;
import io.callmeter.text.Nearest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
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
@Tag(name = "Access", description = "API keys, tenants and the audit log.")
class KeyController {

	private final Keys keys;

	KeyController(Keys keys) {
		this.keys = keys;
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "listKeys", summary = "List keys",
			description = "All keys of the tenant, including revoked ones, oldest first, without the secrets.")
	@ApiResponse(responseCode = "200", description = "The keys")
	@GetMapping
	Page<Keys.Stored> list(Tenant tenant) {
		return Page.whole(this.keys.all(tenant));
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "createKey", summary = "Create a key",
			description = "The key belongs to the tenant of the caller and has the scopes that are sent. It is shown only once, because "
					+ "only a hash of it is stored.")
	@ApiResponse(responseCode = "201", description = "The key")
	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.CREATED)
	Keys.Made create(Caller caller, @RequestBody Wanted wanted) {
		return wanted.make(this.keys, caller, caller.tenant());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "revokeKey", summary = "Revoke a key",
			description = "The key is rejected from now on, by other replicas within 3 seconds.")
	@ApiResponse(responseCode = "204", description = "The key is revoked")
	@ApiResponse(responseCode = "404", description = "Unknown key, or it is already revoked")
	@DeleteMapping("/{keyId}")
	ResponseEntity<Void> revoke(Caller caller, @Parameter(description = "The keyId of the key, as in the list.",
			example = "0190b6a5-5bd1-4f6c-9d3e-7a1f2c3d4e5f") @PathVariable UUID keyId) {
		if (!this.keys.revoke(caller, keyId)) {
			throw RequestProblem.notFound("keyId", keyId.toString(),
					"No active key has the keyId " + keyId + ". GET /v1/keys lists all keys.");
		}
		return ResponseEntity.noContent().build();
	}

	/// A key to be made.
	@Schema(name = "WantedKey", description = "A key to create.",
			example = "{\"name\": \"dialer\", \"scopes\": [\"calls:write\"]}")
	record Wanted(
			@Schema(description = "Name of the key: what it is used for.", example = "dialer", maxLength = 128,
					requiredMode = Schema.RequiredMode.REQUIRED) @Nullable String name,
			@ArraySchema(schema = @Schema(implementation = Scope.class), arraySchema = @Schema(
					description = "Scopes of the key; metrics:read and operator apply to all tenants and can be "
							+ "granted only by an operator.",
					requiredMode = Schema.RequiredMode.REQUIRED)) @Nullable List<@Nullable String> scopes,
			@Schema(description = "When the key expires; by default never.") @Nullable Instant expiresAt) {

		private static final int LONGEST_NAME = 128;

		Keys.Made make(Keys keys, Caller caller, Tenant tenant) {
			var mistakes = new Mistakes();
			String checkedName = mistakes.read(this::checkedName, "");
			Set<Scope> checkedScopes = mistakes.read(() -> checkedScopes(caller), Set.<Scope>of());
			Instant checkedExpiry = mistakes.read(this::checkedExpiry);
			return mistakes.complete(() -> keys.make(tenant, caller.name(), checkedName, checkedScopes, checkedExpiry));
		}

		private String checkedName() {
			return Fields.words("name", this.name, LONGEST_NAME);
		}

		private Set<Scope> checkedScopes(Caller caller) {
			if (this.scopes == null || this.scopes.isEmpty()) {
				throw RequestProblem.missing("scopes",
						"scopes is required. Expected at least one of " + String.join(", ", all()) + ".");
			}
			Set<Scope> found = this.scopes.stream()
				.map((key) -> Scope.of(String.valueOf(key))
					.orElseThrow(() -> RequestProblem.invalid("scopes", key,
							"Unknown scope '" + key + "'. Expected one of " + String.join(", ", all()) + "."
									+ Nearest.question(String.valueOf(key), all()))))
				.collect(Collectors.toSet());
			found.stream()
				.filter((scope) -> scope.isOfAllTenants() && !caller.may(Scope.OPERATOR))
				.findFirst()
				.ifPresent((scope) -> {
					throw new RequestProblem(Problem.FORBIDDEN, "scopes", scope.key(),
							"The scope " + scope + " applies to all tenants. Ask an operator for such a key.");
				});
			return found;
		}

		private @Nullable Instant checkedExpiry() {
			Instant expiry = Fields.moment("expiresAt",
					(this.expiresAt != null) ? this.expiresAt.truncatedTo(ChronoUnit.MICROS) : null);
			if (expiry != null && expiry.isBefore(Instant.now())) {
				throw RequestProblem.invalid("expiresAt", expiry.toString(),
						"Invalid expiresAt " + expiry + ": it is in the past. Send a later time, or leave it out.");
			}
			return expiry;
		}

		private static List<String> all() {
			return Arrays.stream(Scope.values()).map(Scope::key).toList();
		}

	}

}
