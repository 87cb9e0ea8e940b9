package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code segue transcode} as people start it: what it prints, with which status it ends, and what it leaves behind. */
class TranscodeIT {
    /** The sound may be ready before the first line about the picture. */
    private static final Pattern ENCODING = Pattern.compile("film\\.mp4: (segment|rendition)");

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void refusedFilesDoNotStopTheOthersAndEveryResultIsInOneObject() throws Exception {
        film("film.mp4", 2);
        Files.write(folder.resolve("long.mp4"), new byte[(int) (Files.size(folder.resolve("film.mp4")) + 1)]);
        Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
        ProcessBuilder builder = transcode("long.mp4", "list.mp4", "film.mp4", "--profile", "fast", "--json");
        long limit = Files.size(folder.resolve("film.mp4"));
        builder.environment().put("SEGUE_INGEST_MAX_UPLOAD_BYTES", String.valueOf(limit));

        Process process = start(builder);

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(Segue.REJECTED);
        JsonNode videos = JsonMapper.builder()
                .build()
                .readTree(folder.resolve("out.txt").toFile())
                .path("videos");
        assertThat(videos).hasSize(3);
        assertThat(videos.get(0).path("file").textValue()).isEqualTo("long.mp4");
        assertThat(videos.get(0).path("outcome").textValue()).isEqualTo("rejected");
        assertThat(videos.get(0).path("code").textValue()).isEqualTo("UPLOAD_REFUSED");
        assertThat(videos.get(1).path("file").textValue()).isEqualTo("list.mp4");
        assertThat(videos.get(1).path("code").textValue()).isEqualTo("PLAYLIST_DISGUISED");
        assertThat(videos.get(2).path("file").textValue()).isEqualTo("film.mp4");
        assertThat(videos.get(2).path("outcome").textValue()).isEqualTo("published");
        assertThat(folder.resolve(videos.get(2).path("hls").textValue())).isRegularFile();
        assertThat(videos.get(2).path("leftOut").isArray()).isTrue();
        assertThat(videos.get(2).path("warnings").isArray()).isTrue();
        assertThat(errors())
                .containsOnlyOnce("  makes h264: v360 640x360, v720 1280x720; aac: a1 2 ch (fast)")
                .contains("rejected: UPLOAD_REFUSED: The film is longer than the " + limit)
                .contains("rejected: PLAYLIST_DISGUISED: ");
    }

    @Test
    void ctrlCStopsEverythingAndLeavesNothing() throws Exception {
        Assumptions.assumeFalse(
                ignoresCtrlC(), "this build was begun in the background, and who it starts ignores SIGINT, too");
        film("film.mp4", 40);
        Process process = start(transcode("film.mp4"));
        // While an encoder runs, so that there is something to stop.
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> process.descendants().anyMatch(p -> name(p).equals("ffmpeg"))
                        && ENCODING.matcher(errors()).find());
        List<ProcessHandle> children = process.descendants().toList();

        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 2);
        assertThat(errors().lines().toList().getLast()).isEqualTo("stopped");
        Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left.filter(p -> p.getFileName().toString().startsWith("segue-")))
                    .isEmpty();
        }
        assertThat(folder.resolve("segue-out")).doesNotExist();
    }

    @Test
    void theOldestJdkThatIsPromisedWillDo() throws Exception {
        Optional<Path> jdk = jdk21();
        assumeTrue(jdk.isPresent(), "no JDK 21 is installed here");
        film("film.mp4", 2);
        ProcessBuilder builder = transcode("film.mp4", "--profile", "fast");
        builder.command().set(0, jdk.get().resolve("bin/java").toString());

        Process process = start(builder);

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(errors()).isZero();
    }

    private static Optional<Path> jdk21() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> jdks = Files.list(folder)) {
            return jdks.filter(jdk -> Files.isExecutable(jdk.resolve("bin/java")))
                    .filter(jdk -> version(jdk).startsWith("JAVA_VERSION=\"21"))
                    .findFirst();
        }
    }

    private static String version(Path jdk) {
        try (Stream<String> lines = Files.lines(jdk.resolve("release"))) {
            return lines.filter(l -> l.startsWith("JAVA_VERSION=")).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private ProcessBuilder transcode(String... arguments) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        return SegueProcess.of(
                        List.of("-Xmx512m", "-Djava.io.tmpdir=" + temporary),
                        Stream.concat(Stream.of("transcode"), Stream.of(arguments))
                                .toArray(String[]::new))
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile());
    }

    private Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String name(ProcessHandle process) {
        return process.info()
                .command()
                .map(c -> Path.of(c).getFileName().toString())
                .orElse("");
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void film(String name, int seconds) throws IOException {
        Tool.ffmpeg(folder, DemoCommand.film(seconds).toArray(String[]::new));
        Files.move(folder.resolve("demo.mp4"), folder.resolve(name));
    }

    /** A shell without job control has what it starts in the background ignore SIGINT, and children inherit that. */
    private static boolean ignoresCtrlC() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> Long.parseUnsignedLong(
                            line.substring("SigIgn:".length()).strip(), 16))
                    .anyMatch(mask -> (mask & 1 << 2 - 1) != 0);
        }
    }
}
