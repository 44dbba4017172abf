package io.callmeter.reference;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.callmeter.http.RequestProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Some rows, and where the following page begins.
///
/// @param next null on the last page
@JsonInclude(JsonInclude.Include.ALWAYS)
record Page<V extends Entry>(@Schema(description = "By code.") List<V> items,
		@Schema(description = "The value of `after` for the following page; null on the last.",
				nullable = true) @Nullable String next) {

	private static final int MOST = 1000;

	/// @param found one more than may be shown, if there are more
	static <V extends Entry> Page<V> of(List<V> found, int limit) {
		return of(found, limit, (last) -> Objects.requireNonNull(last.code()));
	}

	/// @param found one more than may be shown, if there are more
	/// @param place of the last that is shown
	static <V extends Entry> Page<V> of(List<V> found, int limit, Function<V, String> place) {
		return (found.size() <= limit) ? new Page<>(found, null)
				: new Page<>(List.copyOf(found.subList(0, limit)), place.apply(found.get(limit - 1)));
	}

	/// Refuses a page of no or too many rows.
	static int checked(int limit) {
		if (limit < 1 || limit > MOST) {
			throw RequestProblem.invalid("limit", String.valueOf(limit), "Ask for 1 to " + MOST + " at a time.");
		}
		return limit;
	}

}
