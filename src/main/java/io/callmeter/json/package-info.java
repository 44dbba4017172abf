/// What is wrong with a text that is no JSON, in words for whoever sent it.
@NullMarked
package io.callmeter.json;

import org.jspecify.annotations.NullMarked;
