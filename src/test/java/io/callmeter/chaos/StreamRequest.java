package io.callmeter.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One long request of calls a line, sent as they come, whose answer may come before its end.
final class StreamRequest implements Closeable {

	private final Socket socket;

	private final OutputStream out;

	private final CompletableFuture<String> answer = new CompletableFuture<>();

	private StreamRequest(Socket socket) throws IOException {
		this.socket = socket;
		this.out = socket.getOutputStream();
	}

	static StreamRequest to(int port) throws IOException {
		var request = new StreamRequest(new Socket(InetAddress.getLoopbackAddress(), port));
		request.write("POST /v1/calls HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Replica.KEY
				+ "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
		Thread.ofVirtual().start(request::read);
		return request;
	}

	/// To the end of the connection, which the service closes after its answer.
	private void read() {
		try (InputStream in = this.socket.getInputStream()) {
			this.answer.complete(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			this.answer.completeExceptionally(ex);
		}
	}

	void send(String lines) throws IOException {
		byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
		write(Integer.toHexString(bytes.length) + "\r\n");
		this.out.write(bytes);
		write("\r\n");
	}

	private void write(String text) throws IOException {
		this.out.write(text.getBytes(StandardCharsets.US_ASCII));
	}

	boolean isAnswered() {
		return this.answer.isDone();
	}

	void end() throws IOException {
		write("0\r\n\r\n");
	}

	/// @throws IOException if there is none in time
	Answer answer(Duration limit) throws IOException, InterruptedException {
		String text;
		try {
			text = this.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IOException("no answer to a stream", ex);
		}
		int end = text.indexOf("\r\n\r\n");
		if (!text.startsWith("HTTP/1.1 ") || end < 0) {
			throw new IOException("the connection broke");
		}
		String head = text.substring(0, end);
		String body = text.substring(end + 4);
		return new Answer(Integer.parseInt(text.substring(9, 12)), header(head, "Retry-After"),
				header(head, "Transfer-Encoding").equals("chunked") ? joined(body) : body);
	}

	/// Empty where it is not there.
	private static String header(String head, String name) {
		return head.lines()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

	/// The chunks of a body, which is all ASCII.
	private static String joined(String chunks) throws IOException {
		var body = new StringBuilder();
		try {
			int at = 0;
			while (true) {
				int line = chunks.indexOf("\r\n", at);
				int length = Integer.parseInt(chunks.substring(at, line), 16);
				if (length == 0) {
					return body.toString();
				}
				body.append(chunks, line + 2, line + 2 + length);
				at = line + 4 + length;
			}
		}
		catch (IndexOutOfBoundsException ex) {
			throw new IOException("the answer broke", ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/// @param retryAfter empty where it is not said
	record Answer(int status, String retryAfter, String body) {
	}

}
