package io.callmeter.reference;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.access.Audit;
import io.callmeter.access.Caller;
import io.callmeter.access.Keys;
import io.callmeter.access.Requires;
import io.callmeter.access.Scope;
import io.callmeter.kpi.ServiceLevelPolicy;
import io.callmeter.tenant.Tenant;
import io.callmeter.tenant.TenantTransactions;
import io.callmeter.tenant.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What holds of a tenant's queues that say nothing else.
@RestController
@RequestMapping(path = "/v1/defaults", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Queues")
class DefaultsController {

	private final Tenants tenants;

	private final TenantTransactions transactions;

	private final Audit audit;

	private final Keys keys;

	DefaultsController(Tenants tenants, TenantTransactions transactions, Audit audit, Keys keys) {
		this.keys = keys;
		this.tenants = tenants;
		this.transactions = transactions;
		this.audit = audit;
	}

	@Requires({ Scope.KPIS_READ, Scope.REFERENCE_WRITE })
	@Operation(operationId = "getDefaults", summary = "Get the tenant's defaults",
			description = "Service level settings for queues without their own.")
	@ApiResponse(responseCode = "200", description = "The defaults")
	@GetMapping
	Defaults get(Tenant tenant) {
		return Defaults.of(tenant.judging());
	}

	@Requires(Scope.ADMIN)
	@Operation(operationId = "putDefaults", summary = "Set the tenant's defaults",
			description = "They also apply to past calls; settings from a day on belong to a queue. Other replicas use them within 3 "
					+ "seconds.")
	@ApiResponse(responseCode = "200", description = "The defaults were replaced")
	@PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	Defaults put(Caller caller, @RequestBody Defaults wanted) {
		Map<String, Object> detail = new LinkedHashMap<>();
		detail.put("threshold", String.valueOf(wanted.threshold()));
		detail.put("shortAbandon", String.valueOf(wanted.shortAbandon()));
		detail.put("serviceLevelPolicy", String.valueOf(wanted.serviceLevelPolicy()));
		this.transactions.write(caller.tenant(), (_) -> {
			this.tenants.set(caller.tenant(), wanted.judging());
			this.audit.add(caller, "defaults.change", detail);
			return wanted;
		});
		this.keys.forget();
		return wanted;
	}

	/// By what visits are judged; null leaves it to the service.
	///
	/// @param threshold seconds
	/// @param shortAbandon seconds
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "Defaults", description = "Service level settings for queues without their own.",
			example = "{\"threshold\": 20, \"shortAbandon\": 5, \"serviceLevelPolicy\": \"ABANDONS_IGNORED\"}")
	record Defaults(
			@Schema(description = "Service level threshold in seconds; null for 20.",
					example = "20") @Nullable BigDecimal threshold,
			@Schema(description = "Longest wait of a short abandon in seconds; null for 5.",
					example = "5") @Nullable BigDecimal shortAbandon,
			@Schema(description = "Service level policy; null for ABANDONS_IGNORED.") @Nullable ServiceLevelPolicy serviceLevelPolicy) {

		Defaults {
			threshold = Seconds.checked("threshold", threshold);
			shortAbandon = Seconds.checked("shortAbandon", shortAbandon);
		}

		static Defaults of(Tenant.Judging set) {
			return new Defaults(Seconds.of(set.thresholdMicros()), Seconds.of(set.shortAbandonMicros()),
					(set.policy() != null) ? ServiceLevelPolicy.valueOf(set.policy()) : null);
		}

		Tenant.Judging judging() {
			return new Tenant.Judging(Seconds.micros(this.threshold), Seconds.micros(this.shortAbandon),
					(this.serviceLevelPolicy != null) ? this.serviceLevelPolicy.name() : null);
		}

	}

}
