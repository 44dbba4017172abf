/// A real PostgreSQL for those who have configured none: started with the service, stopped with it, its data kept in a folder.
@NullMarked
package io.callmeter.embedded;

import org.jspecify.annotations.NullMarked;
