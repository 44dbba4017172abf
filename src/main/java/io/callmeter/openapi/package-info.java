/// The published description of the HTTP interface, as far as it is the same of all operations and records: which fields
/// there always are, and in which order everything comes.
@NullMarked
package io.callmeter.openapi;

import org.jspecify.annotations.NullMarked;
