package io.callmeter;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between the service and its database on a port of its own and passes bytes. It can go silent, as a network
/// that loses all packets: connections are taken, nothing is forwarded and nothing closed. Connections that were open
/// while it was silent stay dead, as after a failover to another host at the same address.
public final class TestProxy implements Closeable {

	private static final int NEVER = Integer.MAX_VALUE;

	private final ServerSocket listener;

	private final int target;

	private final Set<Link> links = ConcurrentHashMap.newKeySet();

	private final AtomicInteger untilCut = new AtomicInteger(NEVER);

	private volatile boolean cutIsHeard = true;

	private volatile boolean silent;

	private TestProxy(ServerSocket listener, int target) {
		this.listener = listener;
		this.target = target;
	}

	/// @param target a port on the loopback interface
	public static TestProxy before(int target) throws IOException {
		var proxy = new TestProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), target);
		Thread.ofVirtual().start(proxy::accept);
		return proxy;
	}

	public int port() {
		return this.listener.getLocalPort();
	}

	public void goSilent() {
		this.silent = true;
		this.links.forEach((link) -> link.dead = true);
	}

	/// New connections are served again.
	public void speak() {
		this.silent = false;
	}

	/// Hangs up on everybody.
	public void cut() {
		this.links.forEach(Link::close);
	}

	/// Hangs up on whoever sends the nth part from now on, before it gets through.
	public void cutAt(int part) {
		this.cutIsHeard = true;
		this.untilCut.set(part);
	}

	/// The same, but the database does not hear of it, as of a host that has lost its
	/// power.
	public void vanishAt(int part) {
		this.cutIsHeard = false;
		this.untilCut.set(part);
	}

	/// Whether it has come to that; from now on it will not.
	public boolean hasCut() {
		return this.untilCut.getAndSet(NEVER) <= 0;
	}

	private boolean isCut() {
		return this.untilCut.get() != NEVER && this.untilCut.decrementAndGet() == 0;
	}

	private void accept() {
		try {
			while (true) {
				Link link = new Link(this.listener.accept());
				this.links.add(link);
				Thread.ofVirtual().start(link::open);
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		cut();
	}

	/// One client and its connection to the target.
	private final class Link {

		private final Socket client;

		private final Socket server = new Socket();

		private volatile boolean dead = TestProxy.this.silent;

		Link(Socket client) {
			this.client = client;
		}

		void open() {
			try {
				if (!this.dead) {
					this.server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), TestProxy.this.target));
					this.server.setTcpNoDelay(true);
					Thread.ofVirtual().start(() -> pass(this.server, this.client, false));
				}
				this.client.setTcpNoDelay(true);
				pass(this.client, this.server, true);
			}
			catch (IOException ex) {
				close();
			}
		}

		/// Until one side hangs up, which the other hears of.
		private void pass(Socket from, Socket to, boolean asks) {
			byte[] bytes = new byte[16 * 1024];
			try (InputStream in = from.getInputStream()) {
				for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
					if (asks && isCut()) {
						if (!TestProxy.this.cutIsHeard) {
							close(this.client);
							return;
						}
						break;
					}
					if (!this.dead) {
						OutputStream out = to.getOutputStream();
						out.write(bytes, 0, read);
					}
				}
			}
			catch (IOException ex) {
				// the same as an end
			}
			close();
		}

		private void close() {
			TestProxy.this.links.remove(this);
			close(this.client);
			close(this.server);
		}

		private static void close(Socket socket) {
			try {
				socket.close();
			}
			catch (IOException ex) {
				// closed already
			}
		}

	}

}
