package dev.segue.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/** Stands in front of a server and counts what it sends. */
final class CountingProxy implements AutoCloseable {
    /** Little is under way when a client hangs up, so that what is counted is near to what the client has seen. */
    private static final int BUFFER = 64 << 10;

    private final ServerSocket door = new ServerSocket();
    private final InetSocketAddress server;
    private final AtomicLong sent = new AtomicLong();

    CountingProxy(URI server) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Bytes that the server has sent since this was asked last. */
    long sent() {
        return sent.getAndSet(0);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket behind = new Socket();
                client.setSendBufferSize(BUFFER);
                behind.setReceiveBufferSize(BUFFER);
                behind.connect(server);
                Thread.ofVirtual().start(() -> pump(client, behind, new AtomicLong()));
                Thread.ofVirtual().start(() -> pump(behind, client, sent));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Until one of them hangs up, which the other is then told by the same. */
    private static void pump(Socket from, Socket to, AtomicLong count) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                count.addAndGet(n);
                out.write(bytes, 0, n);
            }
        } catch (IOException hungUp) {
            // The other direction ends with this one.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
