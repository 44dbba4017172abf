package io.callmeter.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where clients wait between two pieces of work while nothing shall be sent.
final class Gate {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final int clients;

	private boolean open;

	private int waiting;

	Gate(int clients) {
		this.clients = clients;
	}

	void open() {
		this.lock.lock();
		try {
			this.open = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isOpen() {
		this.lock.lock();
		try {
			return this.open;
		}
		finally {
			this.lock.unlock();
		}
	}

	/// For a client that has nothing on its way: goes on while the gate is open.
	void pass() throws InterruptedException {
		this.lock.lock();
		try {
			this.waiting++;
			this.changed.signalAll();
			while (!this.open) {
				this.changed.await();
			}
			this.waiting--;
		}
		finally {
			this.lock.unlock();
		}
	}

	/// Lets nobody on and waits until all are here.
	/// @return whether they came within the limit
	boolean close(Duration limit) throws InterruptedException {
		long left = limit.toNanos();
		this.lock.lock();
		try {
			this.open = false;
			while (this.waiting < this.clients && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return this.waiting == this.clients;
		}
		finally {
			this.lock.unlock();
		}
	}

	/// The pace of a client.
	static void pause(Duration pause) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(pause.toNanos());
	}

}
