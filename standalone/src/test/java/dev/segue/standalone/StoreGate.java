package dev.segue.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** Stands in front of the object store and behaves as stores do on a bad day. */
final class StoreGate implements AutoCloseable {
    /** How it behaves. */
    enum Mood {
        FINE,
        /** Each request is answered by status 500, whatever it asks. */
        ANSWERS_500,
        /** Connections end in the middle of what is under way, and new ones at once. */
        HANGS_UP,
        /** A moment passes before each piece of what is sent. */
        SLOW
    }

    private static final int BUFFER = 16 << 10;
    private static final Duration MOMENT = Duration.ofMillis(150);
    private static final Pattern REQUEST = Pattern.compile("(GET|PUT|POST|HEAD|DELETE) /");
    private static final byte[] ERROR = answer();

    private final ServerSocket door = new ServerSocket();
    private final InetSocketAddress store;
    private volatile Mood mood = Mood.FINE;

    StoreGate(URI store) throws IOException {
        this.store = new InetSocketAddress(store.getHost(), store.getPort());
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    void be(Mood next) {
        mood = next;
    }

    private static byte[] answer() {
        String body = "<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>chaos</Message></Error>";
        return ("HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (mood == Mood.HANGS_UP) {
                    client.close();
                    continue;
                }
                Socket behind = new Socket();
                behind.connect(store);
                Thread.ofVirtual().start(() -> pump(client, behind, true));
                Thread.ofVirtual().start(() -> pump(behind, client, false));
            } catch (IOException closed) {
                // The door is closed, or this one client has gone.
            }
        }
    }

    /** Until one of them hangs up, which the other is then told by the same. */
    private void pump(Socket from, Socket to, boolean fromClient) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[BUFFER];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                switch (mood) {
                    case FINE -> {
                        // Passes.
                    }
                    case ANSWERS_500 -> {
                        if (fromClient && begins(bytes, n)) {
                            from.getOutputStream().write(ERROR);
                            return;
                        }
                    }
                    case HANGS_UP -> {
                        return;
                    }
                    case SLOW -> Thread.sleep(MOMENT);
                }
                out.write(bytes, 0, n);
            }
        } catch (IOException hungUp) {
            // The other direction ends with this one.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean begins(byte[] bytes, int n) {
        return REQUEST.matcher(new String(bytes, 0, Math.min(n, 16), StandardCharsets.US_ASCII))
                .lookingAt();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
