package io.callmeter.reference;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.callmeter.kpi.ServiceLevelPolicy;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A queue as it is sent and shown.
///
/// @param timeZone null for the tenant's
/// @param calendar null for the tenant's
/// @param settings by their first day
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Queue", description = "A queue that callers wait in.")
record QueueEntry(
		@Schema(description = "Code in calls; optional in a body, where it must match the path.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Display name; by default the code.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether it is shown in KPI answers without any calls.",
				defaultValue = "true") Boolean active,
		@Schema(description = "IANA time zone of KPI queries for this queue alone; null for that of the tenant.") @Nullable String timeZone,
		@Schema(description = "Code of the calendar with its day parts and holidays; null for 'default'.") @Nullable String calendar,
		@Schema(description = "Service level settings, each valid until the next one; earlier visits use the defaults "
				+ "of the tenant.") List<Setting> settings)
		implements
			Entry {

	QueueEntry(@Nullable String code, @Nullable String name, @Nullable Boolean active, @Nullable String timeZone,
			@Nullable String calendar, @Nullable List<Setting> settings) {
		var mistakes = new Mistakes();
		this.code = code;
		this.name = mistakes.read(() -> Fields.text("name", name, Words.LONGEST_NAME), "");
		this.active = active == null || active;
		this.timeZone = mistakes.read(() -> Fields.zone(timeZone));
		this.calendar = mistakes.read(() -> Words.checkedIfSent("calendar", calendar));
		this.settings = mistakes.read(() -> Fields.all("settings", settings), List.<Setting>of())
			.stream()
			.sorted(Comparator.comparing(Setting::validFrom))
			.toList();
		Set<LocalDate> days = new HashSet<>();
		for (Setting setting : this.settings) {
			if (!days.add(setting.validFrom())) {
				mistakes.add(RequestProblem.invalid("settings.validFrom", setting.validFrom().toString(),
						"Two settings are valid from " + setting.validFrom() + ". Send one."));
			}
		}
		mistakes.requireNone();
	}

	@Override
	public Map<String, String> codes() {
		return (this.calendar != null) ? Map.of("calendar", this.calendar) : Map.of();
	}

	/// How visits are judged from a day on.
	///
	/// @param threshold seconds; null for the usual, like the others
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "QueueSetting", description = "Service level settings from a day on.")
	record Setting(
			@Schema(description = "First day, in the time zone of the queue.", example = "2026-01-01",
					requiredMode = Schema.RequiredMode.REQUIRED) LocalDate validFrom,
			@Schema(description = "Service level threshold in seconds; null for the default.",
					example = "30") @Nullable BigDecimal threshold,
			@Schema(description = "Longest wait of a short abandon in seconds; null for the default.",
					example = "5") @Nullable BigDecimal shortAbandon,
			@Schema(description = "Service level policy; null for the default.") @Nullable ServiceLevelPolicy serviceLevelPolicy) {

		Setting(@Nullable LocalDate validFrom, @Nullable BigDecimal threshold, @Nullable BigDecimal shortAbandon,
				@Nullable ServiceLevelPolicy serviceLevelPolicy) {
			var mistakes = new Mistakes();
			this.validFrom = mistakes.read(() -> Fields.day("settings.validFrom", validFrom), LocalDate.EPOCH);
			this.threshold = mistakes.read(() -> Seconds.checked("settings.threshold", threshold));
			this.shortAbandon = mistakes.read(() -> Seconds.checked("settings.shortAbandon", shortAbandon));
			this.serviceLevelPolicy = serviceLevelPolicy;
			mistakes.requireNone();
		}

	}

}
