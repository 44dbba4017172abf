package io.callmeter.reference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.Mistakes;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An agent as they are sent and shown.
///
/// @param team null for none
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Agent", description = "An agent.")
record AgentEntry(
		@Schema(description = "Code in calls; optional in a body, where it must match the path.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Display name; by default the code.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether the agent is shown in KPI answers without any calls.",
				defaultValue = "true") Boolean active,
		@Schema(description = "Team of the agent; null for none.") @Nullable String team,
		@Schema(description = "Skills of the agent.") List<String> skills,
		@Schema(description = "Other codes of the agent, such as an extension or a login. Calls that use one are stored "
				+ "under the agent's own code from then on, stored calls when they are sent again.") List<String> aliases)
		implements
			Entry {

	private static final int MOST = 100;

	AgentEntry(@Nullable String code, @Nullable String name, @Nullable Boolean active, @Nullable String team,
			@Nullable List<String> skills, @Nullable List<String> aliases) {
		var mistakes = new Mistakes();
		this.code = code;
		this.name = mistakes.read(() -> Fields.text("name", name, Words.LONGEST_NAME), "");
		this.active = active == null || active;
		this.team = mistakes.read(() -> Words.checkedIfSent("team", team));
		this.skills = mistakes.read(() -> checked("skills", skills), List.<String>of());
		this.aliases = mistakes.read(() -> checked("aliases", aliases), List.<String>of());
		mistakes.requireNone();
	}

	@Override
	public Map<String, String> codes() {
		Map<String, String> codes = new TreeMap<>();
		if (this.team != null) {
			codes.put("team", this.team);
		}
		for (int i = 0; i < this.aliases.size(); i++) {
			codes.put("aliases[" + i + "]", this.aliases.get(i));
		}
		return codes;
	}

	private static List<String> checked(String field, @Nullable List<String> words) {
		if (words == null) {
			return List.of();
		}
		if (words.size() > MOST) {
			throw RequestProblem.invalid(field, String.valueOf(words.size()),
					"Too many " + field + ": " + words.size() + ". Expected at most " + MOST + ".");
		}
		var checked = new TreeSet<String>();
		for (int i = 0; i < words.size(); i++) {
			checked.add(Words.checked(field + "[" + i + "]", words.get(i)));
		}
		return List.copyOf(checked);
	}

}
