package io.callmeter.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls that come in one by one, so many a second, while something else is measured.
final class Incoming implements AutoCloseable {

	static final int PER_SECOND = 500;

	private static final int CONNECTIONS = 16;

	private final AtomicBoolean over = new AtomicBoolean();

	private final AtomicInteger next = new AtomicInteger();

	private final AtomicInteger stored = new AtomicInteger();

	private final ExecutorService workers = Executors.newFixedThreadPool(CONNECTIONS);

	private final List<CompletableFuture<Void>> running = new ArrayList<>();

	private final long begun = System.nanoTime();

	private Incoming() {
	}

	static Incoming into(Service service, Year year) throws IOException {
		var incoming = new Incoming();
		for (int i = 0; i < CONNECTIONS; i++) {
			Wire wire = Wire.to(service.port());
			incoming.running.add(CompletableFuture.runAsync(() -> incoming.send(wire, year), incoming.workers));
		}
		return incoming;
	}

	private void send(Wire wire, Year year) {
		try (wire) {
			while (!this.over.get()) {
				int number = this.next.getAndIncrement();
				long due = this.begun + number * (TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
				long early = due - System.nanoTime();
				if (early > 0) {
					TimeUnit.NANOSECONDS.sleep(early);
				}
				wire.post("/v1/calls", "application/json", year.call(number).json()).ok();
				this.stored.incrementAndGet();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("A call was not taken", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/// How many a second there really were.
	double perSecond() {
		return this.stored.get() / ((System.nanoTime() - this.begun) / 1e9);
	}

	@Override
	public void close() {
		this.over.set(true);
		this.running.forEach(CompletableFuture::join);
		this.workers.close();
	}

}
