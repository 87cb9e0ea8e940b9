package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code segue transcode} as people start it: what it prints, with which status it ends, and what it leaves behind. */
class TranscodeIT {
    @TempDir
    Path folder;

    private final ProcessBuilder builder = new ProcessBuilder();

    @AfterEach
    void stop() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void refusedFilesDoNotStopTheOthersAndEveryResultIsInOneObject() throws Exception {
        film("film.mp4", 2);
        Files.write(folder.resolve("long.mp4"), new byte[(int) (Files.size(folder.resolve("film.mp4")) + 1)]);
        Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:4,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");
        ProcessBuilder builder = transcode("long.mp4", "list.mp4", "film.mp4", "--profile", "fast", "--json");
        long limit = Files.size(folder.resolve("film.mp4"));
        builder.environment().put("SEGUE_INGEST_MAX_UPLOAD_BYTES", String.valueOf(limit));

        Process process = builder.start();

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
        assertThat(errors())
                .contains("rejected: UPLOAD_REFUSED: The film is longer than the " + limit)
                .contains("rejected: PLAYLIST_DISGUISED: ");
    }

    @Test
    void ctrlCStopsEverythingAndLeavesNothing() throws Exception {
        film("film.mp4", 20);
        Process process = transcode("film.mp4").start();
        // While an encoder runs, so that there is something to stop.
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> process.descendants().anyMatch(p -> name(p).equals("ffmpeg"))
                        && errors().contains("film.mp4: seg"));
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

    private ProcessBuilder transcode(String... arguments) throws IOException {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        builder.command(SegueProcess.of(
                                List.of("-Xmx512m", "-Djava.io.tmpdir=" + temporary),
                                Stream.concat(Stream.of("transcode"), Stream.of(arguments))
                                        .toArray(String[]::new))
                        .command())
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile());
        return builder;
    }

    private Stream<ProcessHandle> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(p -> p.info().arguments().stream().flatMap(Stream::of).anyMatch("transcode"::equals));
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
}
