package io.callmeter.http;

import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Some entries of a list, and where the following page begins.
///
/// @param next null on the last page
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<V>(@Schema(description = "The entries, in the order of the list.") List<V> items, @Schema(
		description = "The value of the parameter `next` for the following page; null on the last.") @Nullable String next) {

	private static final int MOST = 1000;

	/// A list that has one page only.
	public static <V> Page<V> whole(List<V> items) {
		return new Page<>(items, null);
	}

	/// @param found one more than may be shown, if there are more
	/// @param place of the last that is shown
	public static <V> Page<V> of(List<V> found, int limit, Function<V, String> place) {
		return (found.size() <= limit) ? whole(found)
				: new Page<>(List.copyOf(found.subList(0, limit)), place.apply(found.get(limit - 1)));
	}

	/// Refuses a page of no or too many entries.
	public static int checked(int limit) {
		if (limit < 1 || limit > MOST) {
			throw RequestProblem.invalid("limit", String.valueOf(limit),
					"Invalid limit '" + limit + "'. Expected 1 to " + MOST + ".");
		}
		return limit;
	}

	/// What does not come from a page before.
	public static RequestProblem unknownPlace(String next) {
		return RequestProblem.invalid("next", next, "Invalid next '" + next
				+ "'. Expected the `next` of the previous page. Leave it out for the first page.");
	}

}
