/// Shared plumbing of SQL: statements kept in files beside the classes that send them.
@NullMarked
package io.callmeter.sql;

import org.jspecify.annotations.NullMarked;
