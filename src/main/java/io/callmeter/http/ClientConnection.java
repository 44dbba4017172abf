package io.callmeter.http;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/// The connection of a client that waits. Nothing tells that it has left while nothing is sent to it, so it is read from: from
/// one that waits there is nothing to read, and from one that has left only the end.
final class ClientConnection implements WaitingClient {

	static final String ATTRIBUTE = WaitingClient.class.getName();

	private final org.apache.coyote.Request request;

	private final org.apache.coyote.Response response;

	private boolean ended;

	private ClientConnection(org.apache.coyote.Request request, org.apache.coyote.Response response) {
		this.request = request;
		this.response = response;
	}

	/// Where the server finds an end it says that one byte could be read, and says so
	/// again when asked again. What has come of a next request is kept for it, and is
	/// either more than a byte or no news the second time.
	@Override
	public boolean hasLeft() {
		if (this.response.isCommitted()) {
			return false;
		}
		this.request.setAvailable(0);
		this.request.action(ActionCode.AVAILABLE, true);
		boolean before = this.ended;
		this.ended = this.request.getAvailable() == 1;
		return before && this.ended;
	}

	/// Keeps it with each request.
	static final class Known extends ValveBase {

		Known() {
			super(true);
		}

		@Override
		public void invoke(Request request, Response response) throws IOException, ServletException {
			request.setAttribute(ATTRIBUTE,
					new ClientConnection(request.getCoyoteRequest(), response.getCoyoteResponse()));
			getNext().invoke(request, response);
		}

	}

}
