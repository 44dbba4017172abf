package io.callmeter.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports that stay the same when what listens on them is started again.
final class Ports {

	private Ports() {
	}

	static int free() throws IOException {
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
