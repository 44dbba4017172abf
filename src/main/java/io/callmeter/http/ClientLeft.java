package io.callmeter.http;

import java.io.UncheckedIOException;

import org.apache.catalina.connector.ClientAbortException;

/// Nobody waits for this answer any more.
public class ClientLeft extends UncheckedIOException {

	public ClientLeft() {
		super(new ClientAbortException("The client left before its answer"));
	}

}
