/// Two replicas of the service under traffic while what they stand on fails: nothing acknowledged is lost, nothing is
/// counted twice.
@NullMarked
package io.callmeter.chaos;

import org.jspecify.annotations.NullMarked;
