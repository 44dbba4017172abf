package io.callmeter.kpi;

/// How CSV is written: as programs read it, or as a spreadsheet of some country does.
///
/// @param delimiter between fields
/// @param decimal before the decimals of a number
/// @param bom whether the file begins with a byte order mark, by which Excel knows UTF-8
record CsvStyle(char delimiter, char decimal, boolean bom) {

	/// As RFC 4180 has it.
	static final CsvStyle PLAIN = new CsvStyle(',', '.', false);

	CsvStyle {
		if (delimiter == decimal) {
			throw new IllegalArgumentException("fields and decimals are both parted by " + delimiter);
		}
	}

}
