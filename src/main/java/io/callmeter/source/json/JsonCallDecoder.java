package io.callmeter.source.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.json.BrokenJson;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/// One call, or an array of calls. An element that is no call spoils no other; where the text itself is no JSON any
/// more, what follows cannot be told apart and is reported as one record. A call that anything follows is not taken:
/// whoever sends several objects would take the answer for that of all of them.
public final class JsonCallDecoder implements CallDecoder {

	/// Reads one value of several: what follows it is none of its business.
	private static final ObjectReader READER = CallJson.mapper()
		.reader()
		.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

	private final CallJson json;

	private final int longestRecord;

	/// @param longestRecord how many bytes an element may have
	public JsonCallDecoder(CallJson json, int longestRecord) {
		this.json = json;
		this.longestRecord = longestRecord;
	}

	@Override
	public void decode(InputStream records, Consumer<Decoded> sink) throws IOException {
		long ordinal = 1;
		Metered metered = new Metered(records, this.longestRecord);
		try (JsonParser parser = CallJson.mapper().createParser(metered)) {
			JsonToken first = parser.nextToken();
			if (first == JsonToken.START_ARRAY) {
				while (parser.nextToken() != JsonToken.END_ARRAY) {
					sink.accept(this.json.decoded(ordinal, tree(parser)));
					ordinal++;
					metered.restart();
				}
			}
			else if (first != null) {
				JsonNode only = tree(parser);
				sink.accept(isFollowed(parser) ? several(ordinal, "Nothing is stored.")
						: isEnvelope(only) ? enveloped(ordinal, only) : this.json.decoded(ordinal, only));
			}
			if (first == JsonToken.START_ARRAY && parser.nextToken() != null) {
				sink.accept(several(ordinal, "The rest is not read."));
			}
		}
		catch (JacksonIOException ex) {
			if (!(ex.getCause() instanceof RecordTooLong)) {
				throw ex.getCause();
			}
			sink.accept(new Decoded.Malformed(ordinal, null,
					new InvalidCall("", null, Reason.TOO_LONG, "The record is larger than " + this.longestRecord
							+ " bytes. Send the call in parts, leg by leg. Nothing after it was read.")));
		}
		catch (JacksonException | NumberFormatException ex) {
			sink.accept(new Decoded.Malformed(ordinal, null, new InvalidCall("", null, Reason.MALFORMED, BrokenJson
				.sentence(ex, true)
					+ " Nothing after it was read. With application/x-ndjson a bad line does not affect others.")));
		}
	}

	/// Whether anything stands behind the value that was read, also what is no JSON.
	private static boolean isFollowed(JsonParser parser) {
		try {
			return parser.nextToken() != null;
		}
		catch (JacksonIOException ex) {
			throw ex;
		}
		catch (JacksonException | NumberFormatException ex) {
			return true;
		}
	}

	private static Decoded several(long ordinal, String consequence) {
		return new Decoded.Malformed(ordinal, null,
				new InvalidCall("", null, Reason.MALFORMED, "The body has more than one JSON value. " + consequence
						+ " Send an array of calls, or one call per line as application/x-ndjson."));
	}

	/// Whether the calls are in the only field of an object.
	private static boolean isEnvelope(JsonNode only) {
		return only.size() == 1 && only.isObject() && only.iterator().next().isArray();
	}

	private static Decoded enveloped(long ordinal, JsonNode only) {
		return new Decoded.Malformed(ordinal, null,
				new InvalidCall("", null, Reason.MALFORMED, "The calls are wrapped in an object, in its field '"
						+ only.propertyNames().iterator().next() + "'. Send the array itself: [{…}, {…}]."));
	}

	private static JsonNode tree(JsonParser parser) {
		return READER.readTree(parser);
	}

	/// A record that is longer than is read.
	private static final class RecordTooLong extends IOException {

	}

	/// A stream that ends in [RecordTooLong] where a record does not end: the tree of a
	/// record is held in memory.
	private static final class Metered extends FilterInputStream {

		/// What a parser may read ahead of the record it is at.
		private static final int READ_AHEAD = 16 * 1024;

		private final long most;

		private long left;

		Metered(InputStream stream, int longestRecord) {
			super(stream);
			this.most = (long) longestRecord + READ_AHEAD;
			this.left = this.most;
		}

		void restart() {
			this.left = this.most;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = super.read(bytes, offset, length);
			this.left -= Math.max(0, read);
			if (this.left < 0) {
				throw new RecordTooLong();
			}
			return read;
		}

	}

}
