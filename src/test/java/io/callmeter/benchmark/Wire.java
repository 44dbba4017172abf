package io.callmeter.benchmark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One connection that is kept and speaks just enough HTTP: the client shares the machine with what it measures, so it
/// must cost little.
final class Wire implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 20 * 60 * 1000;

	/// Opens everything; the service is told to take it.
	static final String KEY = "cm_1_BenchmarkBenchmarkBenchmarkBenchmarkBenc";

	private final int port;

	private Socket socket;

	private InputStream in;

	private OutputStream out;

	/// Whether the service has said that it hangs up, as it does after a hundred
	/// requests.
	private boolean over;

	private Wire(int port) throws IOException {
		this.port = port;
		this.socket = open(port);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1 << 14);
		this.out = new BufferedOutputStream(this.socket.getOutputStream(), 1 << 16);
	}

	static Wire to(int port) throws IOException {
		return new Wire(port);
	}

	private static Socket open(int port) throws IOException {
		var socket = new Socket(InetAddress.getLoopbackAddress(), port);
		socket.setTcpNoDelay(true);
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	private void reopen() throws IOException {
		this.socket.close();
		this.socket = open(this.port);
		this.in = new BufferedInputStream(this.socket.getInputStream(), 1 << 14);
		this.out = new BufferedOutputStream(this.socket.getOutputStream(), 1 << 16);
		this.over = false;
	}

	Answer get(String path) throws IOException {
		head("GET", path, "Accept: application/json");
		this.out.flush();
		return answer();
	}

	Answer post(String path, String type, byte[] body) throws IOException {
		head("POST", path, "Content-Type: " + type + "\r\nContent-Length: " + body.length);
		this.out.write(body);
		this.out.flush();
		return answer();
	}

	/// Sends a body of any length.
	Answer post(String path, String type, Iterable<byte[]> parts) throws IOException {
		head("POST", path, "Content-Type: " + type + "\r\nTransfer-Encoding: chunked");
		for (byte[] part : parts) {
			write(Integer.toHexString(part.length) + "\r\n");
			this.out.write(part);
			write("\r\n");
		}
		write("0\r\n\r\n");
		this.out.flush();
		return answer();
	}

	private void head(String method, String path, String more) throws IOException {
		if (this.over) {
			reopen();
		}
		write(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY + "\r\n" + more
				+ "\r\n\r\n");
	}

	private void write(String text) throws IOException {
		this.out.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	private Answer answer() throws IOException {
		int status = Integer.parseInt(line().substring(9, 12));
		int length = 0;
		boolean chunked = false;
		String plan = "";
		for (String line = line(); !line.isEmpty(); line = line()) {
			String lower = line.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(line.substring(15).strip());
			}
			this.over |= lower.equals("connection: close");
			chunked |= lower.startsWith("transfer-encoding: chunked");
			plan = lower.startsWith("callmeter-plan:") ? line.substring(15).strip() : plan;
		}
		byte[] body = chunked ? chunks() : exactly(length);
		return new Answer(status, plan, new String(body, StandardCharsets.UTF_8));
	}

	private byte[] chunks() throws IOException {
		var body = new ByteArrayOutputStream();
		while (true) {
			int length = Integer.parseInt(line(), 16);
			body.write(exactly(length));
			line();
			if (length == 0) {
				return body.toByteArray();
			}
		}
	}

	private byte[] exactly(int length) throws IOException {
		byte[] bytes = this.in.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("the service hung up");
		}
		return bytes;
	}

	private String line() throws IOException {
		var line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("the service hung up");
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/// @param plan where figures were taken from; empty where it is not said
	record Answer(int status, String plan, String body) {

		Answer ok() {
			if (this.status != 200) {
				throw new IllegalStateException("answered " + this.status + ": " + this.body);
			}
			return this;
		}

	}

}
