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
		@Schema(description = "As calls name it; in a body the same as in the path, or left out.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Name for people; the code until somebody gives one.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether it is shown in KPI answers without anything to count.",
				defaultValue = "true") Boolean active,
		@Schema(description = "IANA zone of KPI queries for this queue alone; null for the service's.",
				nullable = true) @Nullable String timeZone,
		@Schema(description = "Code of the calendar whose day parts and holidays hold for it; null for 'default'.",
				nullable = true) @Nullable String calendar,
		@Schema(description = "How its visits are judged, each from a day on until the next; visits before the first "
				+ "are judged like those of a queue without settings.") List<Setting> settings)
		implements
			Entry {

	QueueEntry(@Nullable String code, @Nullable String name, @Nullable Boolean active, @Nullable String timeZone,
			@Nullable String calendar, @Nullable List<Setting> settings) {
		this.code = code;
		this.name = Fields.text("name", name, Words.LONGEST_NAME);
		this.active = active == null || active;
		this.timeZone = Fields.zone(timeZone);
		this.calendar = Words.checkedIfSent("calendar", calendar);
		this.settings = Fields.all("settings", settings)
			.stream()
			.sorted(Comparator.comparing(Setting::validFrom))
			.toList();
		Set<LocalDate> days = new HashSet<>();
		for (Setting setting : this.settings) {
			if (!days.add(setting.validFrom())) {
				throw RequestProblem.invalid("settings.validFrom", setting.validFrom().toString(),
						"Two settings are valid from " + setting.validFrom() + "; send one.");
			}
		}
	}

	@Override
	public Map<String, String> codes() {
		return (this.calendar != null) ? Map.of("calendar", this.calendar) : Map.of();
	}

	/// How visits are judged from a day on.
	///
	/// @param threshold seconds; null for the usual, like the others
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@Schema(name = "QueueSetting", description = "How visits are judged from a day on.")
	record Setting(
			@Schema(description = "First day, in the zone of the queue.", example = "2026-01-01",
					requiredMode = Schema.RequiredMode.REQUIRED) LocalDate validFrom,
			@Schema(description = "T: a visit answered with a wait of at most this is in time; seconds; null for 20.",
					example = "30", nullable = true) @Nullable BigDecimal threshold,
			@Schema(description = "S: a visit abandoned with a wait of at most this is a short abandon; seconds; null "
					+ "for 5.", example = "5", nullable = true) @Nullable BigDecimal shortAbandon,
			@Schema(description = "What serviceLevel divides; null for ABANDONS_IGNORED.",
					nullable = true) @Nullable ServiceLevelPolicy serviceLevelPolicy) {

		Setting(@Nullable LocalDate validFrom, @Nullable BigDecimal threshold, @Nullable BigDecimal shortAbandon,
				@Nullable ServiceLevelPolicy serviceLevelPolicy) {
			this.validFrom = Fields.day("settings.validFrom", validFrom);
			this.threshold = Seconds.checked("settings.threshold", threshold);
			this.shortAbandon = Seconds.checked("settings.shortAbandon", shortAbandon);
			this.serviceLevelPolicy = serviceLevelPolicy;
		}

	}

}
