package io.callmeter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Collects what is wrong with a request, so that its sender learns of all of it at once. What can be read for itself is
/// read through it, and what depends on several values is looked at once none of them is wrong.
public final class Mistakes {

	/// So many are told at once: more nobody reads, and they would make a long answer of
	/// a short request.
	public static final int MAX = 50;

	private final List<RequestProblem> found = new ArrayList<>();

	/// What a reader makes of a value.
	/// @return null where there is none, or where the reader refuses it
	public <T> @Nullable T read(Supplier<? extends @Nullable T> reader) {
		try {
			return reader.get();
		}
		catch (RequestProblem refused) {
			add(refused);
			return null;
		}
	}

	/// What a reader makes of a value.
	/// @param otherwise what is returned where there is none, or where the reader refuses
	/// it
	public <T> T read(Supplier<? extends @Nullable T> reader, T otherwise) {
		T read = read(reader);
		return (read != null) ? read : otherwise;
	}

	/// Whether a check passes.
	public boolean passes(Runnable check) {
		int before = this.found.size();
		read(() -> {
			check.run();
			return null;
		});
		return this.found.size() == before;
	}

	/// Adds a mistake; anything that is not one of the request, such as a missing
	/// permission, is thrown at once.
	/// @throws RequestProblem with all mistakes, once there are as many as are told
	public void add(RequestProblem refused) {
		if (refused.problem().status() != HttpStatus.BAD_REQUEST || this.found.size() == MAX) {
			throw refused;
		}
		this.found.add(refused);
		if (this.found.size() == MAX) {
			requireNone();
		}
	}

	/// How many were found.
	public int count() {
		return this.found.size();
	}

	/// @throws RequestProblem with all mistakes, if there is any
	public void requireNone() {
		if (!this.found.isEmpty()) {
			throw RequestProblem.of(this.found);
		}
	}

	/// What is made of values of which none is wrong.
	/// @throws RequestProblem with all mistakes, if there is any
	public <T> T complete(Supplier<T> maker) {
		requireNone();
		return maker.get();
	}

}
