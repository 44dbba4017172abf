/// Who may ask for what: keys, tokens, scopes, tenants, and what was done that has to be answered for.
@NullMarked
package io.callmeter.access;

import org.jspecify.annotations.NullMarked;
