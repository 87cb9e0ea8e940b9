package dev.segue.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that is reached but answers every request in one bad way. */
final class HostileStore implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();

    /** What it does with a request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange request) throws IOException, InterruptedException;
    }

    private HostileStore(Answer answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", request -> {
            requests.incrementAndGet();
            try {
                request.getRequestBody().readAllBytes();
                answer.to(request);
            } catch (InterruptedException e) {
                // The test is over.
            } finally {
                request.close();
            }
        });
        server.start();
    }

    static HostileStore that(Answer answer) throws IOException {
        return new HostileStore(answer);
    }

    /** Refuses with a status and the code that S3 gives with it. */
    static Answer answers(int status, String code) {
        return request -> {
            byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>no</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().add("Content-Type", "application/xml");
            boolean hasBody = !request.getRequestMethod().equals("HEAD");
            request.sendResponseHeaders(status, hasBody ? body.length : -1);
            if (hasBody) {
                try (OutputStream out = request.getResponseBody()) {
                    out.write(body);
                }
            }
        };
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
