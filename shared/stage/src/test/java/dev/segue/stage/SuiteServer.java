package dev.segue.stage;

import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedS3;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A server of the guarantee suite in a process of its own, so that it can be killed: arguments are kind, folder and port. */
final class SuiteServer {
    private SuiteServer() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        int port = Integer.parseInt(args[2]);
        AutoCloseable server =
                switch (args[0]) {
                    case "kafka" ->
                        EmbeddedKafka.start(
                                folder,
                                port,
                                Map.of(
                                        "group.share.heartbeat.interval.ms", "200",
                                        "group.share.min.heartbeat.interval.ms", "100"));
                    case "s3" -> {
                        EmbeddedS3 s3 = EmbeddedS3.start(folder, port);
                        Files.writeString(folder.resolve("address"), s3.endpoint() + " " + s3.secretKey());
                        yield s3;
                    }
                    default -> throw new IllegalArgumentException(args[0]);
                };
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        System.out.println("serves");
        Children.endWithTheParent();
    }
}
