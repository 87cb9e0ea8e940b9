package dev.segue.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in front of a real store, which takes every request; of some, the answer never arrives. */
final class LossyStore implements AutoCloseable {
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI store;
    private final String lost;
    private final AtomicInteger left;

    /**
     * @param lost begins a request whose answer is lost, as {@code "PUT /"}
     * @param times how often
     */
    LossyStore(URI store, String lost, int times) throws IOException {
        this.store = store;
        this.lost = lost;
        this.left = new AtomicInteger(times);
        Thread.ofVirtual().start(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** How many answers are still to be lost. */
    int left() {
        return left.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket behind = new Socket(store.getHost(), store.getPort())) {
            var requests = new Object() {
                volatile boolean losing;
            };
            Thread.ofVirtual().start(() -> {
                try {
                    InputStream in = client.getInputStream();
                    OutputStream out = behind.getOutputStream();
                    byte[] bytes = new byte[64 << 10];
                    for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                        String text = new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
                        if (text.startsWith(lost) && left.getAndUpdate(l -> Math.max(0, l - 1)) > 0) {
                            requests.losing = true;
                        }
                        out.write(bytes, 0, n);
                    }
                    behind.shutdownOutput();
                } catch (IOException closed) {
                    // By one of the two.
                }
            });
            InputStream in = behind.getInputStream();
            byte[] bytes = new byte[64 << 10];
            for (int n = in.read(bytes); n >= 0 && !requests.losing; n = in.read(bytes)) {
                client.getOutputStream().write(bytes, 0, n);
            }
        } catch (IOException closed) {
            // By one of the two.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
