import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes the AOT cache of an extracted jar: starts the service once, asks it what everybody asks first, and stops it in
/// order, upon which its JVM writes down what it has loaded and linked. A start with `-XX:AOTCache=` begins there.
///
/// Run as `java Train.java <callmeter.jar> <cache> <argument of the service>…`.
final class Train {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final List<String> PATHS = List.of("/", "/v3/api-docs", "/v1/queues", "/actuator/health/readiness");

	public static void main(String[] arguments) throws IOException, InterruptedException {
		Path cache = Path.of(arguments[1]).toAbsolutePath();
		Files.deleteIfExists(cache);
		int port = freePort();
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:AOTCacheOutput=" + cache, "-Xlog:aot=error,cds=error", "-jar", arguments[0], "--server.port=" + port,
				"--server.address=127.0.0.1"));
		command.addAll(List.of(arguments).subList(2, arguments.length));
		Process service = new ProcessBuilder(command).inheritIO().start();
		Runtime.getRuntime().addShutdownHook(new Thread(service::destroy));
		long begun = System.nanoTime();
		try (HttpClient client = HttpClient.newHttpClient()) {
			while (!isReady(client, port)) {
				if (!service.isAlive() || System.nanoTime() - begun > LIMIT.toNanos()) {
					throw new IllegalStateException("The service does not start");
				}
				TimeUnit.MILLISECONDS.sleep(200);
			}
			for (String path : PATHS) {
				client.send(request(port, path), BodyHandlers.discarding());
			}
		}
		service.destroy();
		if (!service.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
			throw new IllegalStateException("The service has not written " + cache);
		}
		System.out.println(cache + ": " + Files.size(cache) / (1 << 20) + " MiB");
	}

	private static boolean isReady(HttpClient client, int port) throws InterruptedException {
		try {
			return client.send(request(port, "/actuator/health/readiness"), BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static HttpRequest request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
	}

	private static int freePort() throws IOException {
		try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
