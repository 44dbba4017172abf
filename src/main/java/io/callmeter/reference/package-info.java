/// Queues, agents and campaigns: the names behind the codes that calls carry.
@NullMarked
package io.callmeter.reference;

import org.jspecify.annotations.NullMarked;
