package io.callmeter.reference;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.Fields;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An agent as they are sent and shown.
///
/// @param team null for none
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "Agent", description = "Somebody who talks to customers.")
record AgentEntry(
		@Schema(description = "As calls name them; in a body the same as in the path, or left out.",
				accessMode = Schema.AccessMode.READ_ONLY) @Nullable String code,
		@Schema(description = "Name for people; the code until somebody gives one.", minLength = 1, maxLength = 200,
				requiredMode = Schema.RequiredMode.REQUIRED) String name,
		@Schema(description = "Whether they are shown in KPI answers without anything to count.",
				defaultValue = "true") Boolean active,
		@Schema(description = "With whom they are grouped and compared; null for none.",
				nullable = true) @Nullable String team,
		@Schema(description = "What they can do.") List<String> skills,
		@Schema(description = "Other codes of the agent, such as an extension or a login: calls that name one are "
				+ "stored under the agent's own code from then on, those already stored when they are sent again. "
				+ "An agent that only calls have named may become an alias and is then none of its own; one that "
				+ "somebody has put may not.") List<String> aliases)
		implements
			Entry {

	private static final int MOST = 100;

	AgentEntry(@Nullable String code, @Nullable String name, @Nullable Boolean active, @Nullable String team,
			@Nullable List<String> skills, @Nullable List<String> aliases) {
		this.code = code;
		this.name = Fields.text("name", name, Words.LONGEST_NAME);
		this.active = active == null || active;
		this.team = Words.checkedIfSent("team", team);
		this.skills = checked("skills", skills);
		this.aliases = checked("aliases", aliases);
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
					"There are " + words.size() + " " + field + "; send at most " + MOST + ".");
		}
		var checked = new TreeSet<String>();
		for (int i = 0; i < words.size(); i++) {
			checked.add(Words.checked(field + "[" + i + "]", words.get(i)));
		}
		return List.copyOf(checked);
	}

}
