package io.callmeter.kpi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.callmeter.call.NumberMask;
import io.callmeter.call.PhoneNumber;
import io.callmeter.tenant.Tenant;
import io.callmeter.text.Nearest;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/// Which values of filters name anything that is known, from reference data, calendars, or else from the calls of the
/// range: nothing counts for any other, and an answer says so.
@Component
class KnownNames {

	/// More names than that are not searched for what was meant.
	private static final int MOST_NAMES = 10_000;

	private static final String OF_LEGS = """
			select distinct {name} from leg
			 where tenant_id = :tenant and began_at >= :callsFrom and began_at < :to
			   and started_at >= :callsFrom and started_at < :to and {name}""";

	private static final String OF_CALLS = """
			select distinct {name} from call
			 where tenant_id = :tenant and started_at >= :callsFrom and started_at < :to and {name}""";

	private final JdbcClient jdbc;

	KnownNames(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/// What has to be said of a selection, to be asked in the snapshot of its answer.
	/// @param partNames of the day parts
	List<Warning> warnings(Tenant tenant, Selection selection, List<String> partNames) {
		var warnings = new ArrayList<>(selection.warnings());
		selection.filters().forEach((dimension, values) -> {
			var names = new LinkedHashSet<>(values);
			names.remove("");
			names.remove(PhoneNumber.WITHHELD);
			if (dimension == Dimension.DAY_PART) {
				names.removeAll(partNames);
				names.forEach((name) -> warnings.add(warning(dimension, name, partNames)));
			}
			else if (isNamed(dimension)) {
				warnings.addAll(unknown(tenant, selection, dimension, names));
			}
		});
		return warnings;
	}

	private List<Warning> unknown(Tenant tenant, Selection selection, Dimension dimension, Set<String> names) {
		String reference = reference(dimension);
		if (reference != null && !names.isEmpty()) {
			names.removeAll(found(tenant, selection, reference + " where name = any (:names)", names));
		}
		for (String source : sources(dimension)) {
			if (!names.isEmpty()) {
				names.removeAll(found(tenant, selection, source + " = any (:names)", names));
			}
		}
		if (names.isEmpty()) {
			return List.of();
		}
		Set<String> known = known(tenant, selection, dimension, reference);
		return names.stream().map((name) -> warning(dimension, name, known)).toList();
	}

	/// What may have been meant; no word with a number in it, which may be a customer's.
	private Set<String> known(Tenant tenant, Selection selection, Dimension dimension, @Nullable String reference) {
		var known = new HashSet<String>();
		if (reference != null) {
			known.addAll(found(tenant, selection, reference + " limit " + MOST_NAMES, Set.of()));
		}
		else {
			for (String source : sources(dimension)) {
				known.addAll(found(tenant, selection, source + " is not null limit " + MOST_NAMES, Set.of()));
			}
		}
		if (dimension.isFreeWords()) {
			known.removeIf(NumberMask::isIn);
		}
		return known;
	}

	private List<String> found(Tenant tenant, Selection selection, String text, Set<String> names) {
		Map<String, @Nullable Object> values = new HashMap<>(FactRows.range(tenant, selection, ""));
		values.put("names", new SqlArrayValue("text", names.toArray()));
		return this.jdbc.sql(text).params(values).query((row, _) -> row.getString(1)).list();
	}

	/// Whether its values are names that somebody gave.
	private static boolean isNamed(Dimension dimension) {
		return reference(dimension) != null || !sources(dimension).isEmpty();
	}

	/// Where all its names are written down; null where they are not.
	private static @Nullable String reference(Dimension dimension) {
		String known = switch (dimension) {
			case QUEUE, CAMPAIGN, DISPOSITION ->
				"select distinct code from " + dimension.key() + " where tenant_id = :tenant";
			case AGENT -> "select code from agent where tenant_id = :tenant union "
					+ "select alias from agent_alias where tenant_id = :tenant";
			case TEAM -> "select distinct team from agent where tenant_id = :tenant and team is not null";
			case NUMBER -> "select number from centre_number where tenant_id = :tenant";
			case DIRECTION, OUTCOME, TRUNK, SOURCE, ENDED_BY, IVR, HANGUP_CAUSE, HOUR_OF_DAY, DAY_OF_WEEK, DAY_PART ->
				null;
		};
		return (known != null) ? "select name from (" + known + ") known (name)" : null;
	}

	/// What names it in calls and legs.
	private static List<String> sources(Dimension dimension) {
		return switch (dimension) {
			case QUEUE, AGENT, IVR -> List.of(OF_LEGS.replace("{name}", dimension.key()));
			case CAMPAIGN -> List.of(OF_CALLS.replace("{name}", "coalesce(campaign, number_campaign)"));
			case NUMBER, SOURCE -> List.of(OF_CALLS.replace("{name}", dimension.key()));
			case DISPOSITION -> List.of(OF_CALLS.replace("{name}", "coalesce(crm_disposition, disposition)"));
			case TRUNK -> List.of(OF_CALLS.replace("{name}", "trunk"), OF_LEGS.replace("{name}", "trunk"));
			case TEAM, DIRECTION, OUTCOME, ENDED_BY, HANGUP_CAUSE, HOUR_OF_DAY, DAY_OF_WEEK, DAY_PART -> List.of();
		};
	}

	private static String word(Dimension dimension) {
		return switch (dimension) {
			case DAY_PART -> "day part";
			case IVR -> "menu";
			case QUEUE, AGENT, TEAM, CAMPAIGN, NUMBER, DIRECTION, OUTCOME, DISPOSITION, TRUNK, SOURCE, ENDED_BY,
					HANGUP_CAUSE, HOUR_OF_DAY, DAY_OF_WEEK ->
				dimension.key();
		};
	}

	private static Warning warning(Dimension dimension, String name, Iterable<String> known) {
		var names = new ArrayList<String>();
		known.forEach(names::add);
		String shown = Warning.shortened(name);
		return new Warning(dimension.key(), name, "Unknown " + word(dimension) + " '" + shown
				+ "': nothing counts for it." + Nearest.question(name, names));
	}

}
