/// Other people's formats in, calls out; one folder a format. No web, no SQL.
@NullMarked
package io.callmeter.source;

import org.jspecify.annotations.NullMarked;
