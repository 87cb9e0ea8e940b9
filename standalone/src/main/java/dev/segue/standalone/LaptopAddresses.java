package dev.segue.standalone;

import dev.segue.embedded.EmbeddedKafka;
import dev.segue.embedded.EmbeddedPostgres;
import dev.segue.embedded.EmbeddedS3;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where other commands reach the servers of a laptop: a file of its data folder for each that it started itself, there as long as that
 * runs. Passwords lie with the servers' data, where only the folder's owner can read them.
 */
final class LaptopAddresses {
    private static final String KAFKA = "kafka";
    private static final String S3 = "s3";
    private static final String POSTGRES = "postgres";

    private final Path data;

    /** @param data the data folder */
    LaptopAddresses(Path data) {
        this.data = data;
    }

    /** The folder of the embedded Kafka. */
    Path kafka() {
        return data.resolve(KAFKA);
    }

    Path s3() {
        return data.resolve(S3);
    }

    Path postgres() {
        return data.resolve(POSTGRES);
    }

    /** It serves, until what is returned is closed. */
    AutoCloseable tell(EmbeddedKafka kafka) throws IOException {
        return tell(KAFKA, kafka.bootstrapServers());
    }

    /** The same of the store. */
    AutoCloseable tell(EmbeddedS3 s3) throws IOException {
        return tell(S3, s3.endpoint().toString());
    }

    /** The same of the database. */
    AutoCloseable tell(EmbeddedPostgres postgres) throws IOException {
        return tell(POSTGRES, postgres.jdbcUrl(), postgres.user());
    }

    private AutoCloseable tell(String server, String... lines) throws IOException {
        Path file = file(server);
        Files.write(file, List.of(lines));
        return () -> Files.deleteIfExists(file);
    }

    private Path file(String server) {
        return data.resolve(server + ".address");
    }

    /**
     * Settings with which a command reaches the servers. Without a database where the laptop uses one of its user's own.
     *
     * @throws Fault when no laptop runs with this folder
     */
    Map<String, Object> settings() {
        try {
            Map<String, Object> settings = new HashMap<>();
            settings.put("segue.kafka.bootstrap-servers", lines(KAFKA, 1).getFirst());
            settings.put("segue.s3.endpoint", lines(S3, 1).getFirst());
            settings.put("segue.s3.access-key", EmbeddedS3.ACCESS_KEY);
            settings.put("segue.s3.secret-key", EmbeddedS3.secretKey(s3()));
            if (Files.exists(file(POSTGRES))) {
                List<String> lines = lines(POSTGRES, 2);
                settings.put("segue.postgres.url", lines.get(0));
                settings.put("segue.postgres.user", lines.get(1));
                settings.put("segue.postgres.password", EmbeddedPostgres.password(postgres()));
            }
            return settings;
        } catch (IOException e) {
            throw new Fault("no segue runs with the data folder " + data + ". Start it: ./segue up --data " + data, e);
        }
    }

    private List<String> lines(String server, int wanted) throws IOException {
        List<String> lines = Files.readAllLines(file(server));
        if (lines.size() < wanted) {
            // It is being written at this moment, or the disk was full.
            throw new EOFException(file(server) + " is not whole");
        }
        return lines;
    }
}
