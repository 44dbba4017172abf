package io.callmeter.http;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/// Who waits for the first byte of an answer, and may have left.
@FunctionalInterface
public interface WaitingClient {

	/// Whether it has left, as far as can be known. Does not wait; to be asked by one
	/// thread at a time, while the request's own thread neither reads nor writes.
	boolean hasLeft();

	/// The one whose request the present thread answers; where there is none, somebody
	/// who stays.
	static WaitingClient ofThisThread() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null && request.getAttribute(ClientConnection.ATTRIBUTE,
				RequestAttributes.SCOPE_REQUEST) instanceof WaitingClient client) ? client : () -> false;
	}

}
