package io.callmeter.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/// From when on there is what; null for ever. Midnights, so that whole days stay whole.
///
/// @param calls calls that began before it expire
/// @param personal calls that began before it have no personal data
/// @param cells cells that begin before it expire
record Horizons(@Nullable Instant calls, @Nullable Instant personal, @Nullable Instant cells) {

	static final Horizons NONE = new Horizons(null, null, null);

	/// Where ages lead to now.
	static Horizons at(Ages ages, ZoneId zone, Instant now) {
		Integer personal = (ages.personalDays() != null) ? ages.personalDays() : ages.callDays();
		return new Horizons(midnight(ages.callDays(), zone, now), midnight(personal, zone, now),
				midnight(ages.rollupDays(), zone, now));
	}

	/// The later of each: what has expired does not come back.
	Horizons or(Horizons other) {
		return new Horizons(later(this.calls, other.calls), later(this.personal, other.personal),
				later(this.cells, other.cells));
	}

	private static @Nullable Instant midnight(@Nullable Integer days, ZoneId zone, Instant now) {
		return (days != null) ? LocalDate.ofInstant(now, zone).minusDays(days).atStartOfDay(zone).toInstant() : null;
	}

	private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
		return (one == null || (other != null && other.isAfter(one))) ? other : one;
	}

}
