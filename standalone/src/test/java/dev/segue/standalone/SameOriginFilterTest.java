package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as a browser sends them, byte for byte: HTTP clients would not let a test forge a host. */
class SameOriginFilterTest {
    private static final int REFUSED = 403;
    private static final int NO_SUCH_ADDRESS = 404;
    private static final int OK = 200;

    private static EmbeddedServer laptop;

    @BeforeAll
    static void start() {
        laptop = server(Map.of("segue.laptop", "true", "micronaut.server.port", "-1"));
    }

    @AfterAll
    static void stop() {
        laptop.getApplicationContext().close();
    }

    private static EmbeddedServer server(Map<String, Object> settings) {
        return ApplicationContext.builder()
                .properties(settings)
                .deduceEnvironment(false)
                .start()
                .getBean(EmbeddedServer.class)
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:PORT", "localhost:PORT", "localhost", "[::1]:PORT"})
    void letsRequestsToThisComputerThrough(String host) throws Exception {
        assertThat(get(host)).isEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:PORT",
                "127.0.0.1.evil.example:PORT",
                "localhost@evil.example",
                "10.0.0.7:PORT"
            })
    void refusesNamesThatAPageMadePointToThisComputer(String host) throws Exception {
        assertThat(get(host)).isEqualTo(REFUSED);
    }

    @Test
    void refusesARequestWithoutAHost() throws Exception {
        assertThat(status(laptop, "GET /health/liveness HTTP/1.0\r\n")).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "https://127.0.0.1:PORT", "http://127.0.0.1:1", "null"})
    void refusesWhatAnotherPageSends(String origin) throws Exception {
        assertThat(post("Origin: " + origin + "\r\n")).isEqualTo(REFUSED);
    }

    @Test
    void letsOurOwnPagesAndProgramsSend() throws Exception {
        assertThat(post("Origin: http://127.0.0.1:PORT\r\n")).isEqualTo(NO_SUCH_ADDRESS);
        assertThat(post("")).isEqualTo(NO_SUCH_ADDRESS);
    }

    /** Not our filter's doing but Micronaut's own guard of local servers; both must be gone before this is let through. */
    @Test
    void anotherPageCannotEvenRead() throws Exception {
        assertThat(status(
                        laptop,
                        "GET /health/liveness HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://player.example\r\n"))
                .isEqualTo(REFUSED);
    }

    @Test
    void aStageOfProductionHasAnyName() throws Exception {
        EmbeddedServer stage = server(Map.of("micronaut.server.port", "-1"));
        try {
            assertThat(status(stage, "GET /health/liveness HTTP/1.1\r\nHost: ingest.media.svc:80\r\n"))
                    .isEqualTo(OK);
        } finally {
            stage.getApplicationContext().close();
        }
    }

    private static int get(String host) throws IOException {
        return status(laptop, "GET /health/liveness HTTP/1.1\r\nHost: " + host + "\r\n");
    }

    private static int post(String origin) throws IOException {
        return status(laptop, "POST /nothing HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 0\r\n" + origin);
    }

    private static int status(EmbeddedServer server, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
            socket.setSoTimeout(20_000);
            String bytes = request.replace("PORT", String.valueOf(server.getPort())) + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return Integer.parseInt(head.substring(9));
        }
    }
}
