/// Tests of what PostgreSQL keeps.
@NullMarked
package io.callmeter.sql;

import org.jspecify.annotations.NullMarked;
