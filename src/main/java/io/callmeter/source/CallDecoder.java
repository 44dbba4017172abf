package io.callmeter.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// Reads one format. Translates only: storing, counting and answering happen behind one door for all.
public interface CallDecoder {

	/// Reads the stream to its end in constant memory and shows every record, good or
	/// bad, in order.
	/// @throws IOException if the stream breaks; what was shown before stays shown
	void decode(InputStream records, Consumer<Decoded> sink) throws IOException;

}
