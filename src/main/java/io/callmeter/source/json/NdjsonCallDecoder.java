package io.callmeter.source.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import io.callmeter.call.InvalidCall;
import io.callmeter.call.InvalidCall.Reason;
import io.callmeter.source.CallDecoder;
import io.callmeter.source.Decoded;

/// One call a line. Blank lines are skipped; a bad line spoils no other.
public final class NdjsonCallDecoder implements CallDecoder {

	private final CallJson json;

	private final int longestLine;

	/// @param longestLine how many bytes a line may have
	public NdjsonCallDecoder(CallJson json, int longestLine) {
		this.json = json;
		this.longestLine = longestLine;
	}

	@Override
	public void decode(InputStream records, Consumer<Decoded> sink) throws IOException {
		Lines lines = new Lines(records, this.longestLine);
		while (lines.next()) {
			if (!lines.isBlank()) {
				sink.accept(decoded(lines));
			}
		}
	}

	private Decoded decoded(Lines lines) {
		if (lines.isTooLong()) {
			return new Decoded.Malformed(lines.number(), null, new InvalidCall("", null, Reason.TOO_LONG,
					"The line is larger than " + this.longestLine + " bytes. Send the call in parts, leg by leg."));
		}
		try {
			return this.json.decoded(lines.number(), CallJson.parse(lines.bytes(), 0, lines.length()));
		}
		catch (InvalidCall why) {
			return new Decoded.Malformed(lines.number(), null, why);
		}
	}

}
