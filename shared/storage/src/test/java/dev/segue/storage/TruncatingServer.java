package dev.segue.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Answers every request with 10 of 1000 announced bytes and closes the connection. */
final class TruncatingServer implements AutoCloseable {
    private final ServerSocket socket;

    private TruncatingServer(ServerSocket socket) {
        this.socket = socket;
    }

    static TruncatingServer start() throws IOException {
        TruncatingServer server = new TruncatingServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(server::serve);
        return server;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        try {
            while (true) {
                try (Socket client = socket.accept()) {
                    byte[] request = new byte[16_384];
                    int unused = client.getInputStream().read(request);
                    client.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nETag: \"1\"\r\n\r\n0123456789"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
