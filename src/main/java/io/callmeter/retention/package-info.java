/// How long what is kept: calls, personal data and cells each have their age, by tenant. The horizon is stored first, so
/// that nothing that has expired is taken or counted again; then whole months go at once, and what is left in batches.
/// No sum changes by it, for cells are made before their calls go.
@NullMarked
package io.callmeter.retention;

import org.jspecify.annotations.NullMarked;
