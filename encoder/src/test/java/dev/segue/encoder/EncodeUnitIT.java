package dev.segue.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.segue.contract.CodedFailure;
import dev.segue.contract.FrameTimes;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.MediaInfo.Scan;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.ProgramRun;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.QualityMeasured;
import dev.segue.contract.QualityRequested;
import dev.segue.contract.Rational;
import dev.segue.contract.Segment;
import dev.segue.contract.SegmentEncoded;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Stretch;
import dev.segue.contract.Unit;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.PacketIndex;
import dev.segue.media.ffmpeg.PacketIndexer;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.stage.Outcome;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectKeys;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import dev.segue.testkit.FilmMaker;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Encodes units of real films from a real store; what is stored must be the source's pictures, frame by frame. */
final class EncodeUnitIT {
    /** The next frame of the test picture is at most 0.93 like one, its encoding at least 0.98. */
    private static final double SAME_FRAME = 0.96;

    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static S3ObjectStore store;
    private static FfmpegBinaries binaries;
    private static Ffmpeg ffmpeg;
    private static PacketIndexer indexer;

    @BeforeAll
    static void start() throws Exception {
        binaries = FfmpegBinaries.locate(new FfmpegSettings(
                FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
        ffmpeg = new Ffmpeg(binaries, Clock.systemUTC());
        indexer = new PacketIndexer(ffmpeg, new Ffprobe(binaries, Clock.systemUTC()));
        s3 = EmbeddedS3.start(Files.createDirectory(folder.resolve("s3")), 0);
        store = S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true));
        store.ensureBucket("originals");
        store.ensureBucket("vod");
    }

    @AfterAll
    static void stop() {
        store.close();
        s3.close();
    }

    @Test
    void aChunkInTheMiddleOfAFilmWithClosedGroups() throws Exception {
        isFrameExact(FilmMaker.closedGop(ffmpeg, folder.resolve("closed.mp4"), 8), "mov", SampleUnits.MP4_25);
    }

    @Test
    void aChunkInTheMiddleOfAFilmWithOpenGroups() throws Exception {
        isFrameExact(FilmMaker.openGop(ffmpeg, folder.resolve("open.mp4"), 8), "mov", SampleUnits.MP4_25);
    }

    @Test
    void aChunkInTheMiddleOfAFilmInMilliseconds() throws Exception {
        isFrameExact(FilmMaker.film24(ffmpeg, folder.resolve("film.mkv"), 8), "matroska", new Rational(1, 1_000));
    }

    @Test
    void aChunkInTheMiddleOfATransportStreamThatBeginsAtAnHour() throws Exception {
        isFrameExact(
                FilmMaker.transportStream(ffmpeg, folder.resolve("late.ts"), 8), "mpegts", new Rational(1, 90_000));
    }

    @Test
    void aFilmThatTellsOnlyItsTransferCurveIsToneMapped() throws Exception {
        Path film = FilmMaker.pqWithoutColours(ffmpeg, folder.resolve("pq.mp4"), 6);
        MediaInfo.Video stream = SampleUnits.picture(
                SampleUnits.MP4_25, 320, 180, "yuv420p10le", Scan.PROGRESSIVE, DynamicRange.PQ, false);
        Unit.VideoChunk chunk = chunk(film, "mov", stream);

        SegmentEncoded encoded = encode(upload("pq", "mov", film, chunk));

        assertThat(encoded.outputs()).hasSize(2).allSatisfy(o -> assertThat(o.frames())
                .isEqualTo(chunk.times().count()));
    }

    @Test
    void aSecondRunStatesTheSame() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("twice.mp4"), 6);
        SegmentsReady event = upload("twice", "mov", film, chunk(film, "mov", SampleUnits.MP4_25));

        SegmentEncoded first = encode(event);
        assertThat(encode(event).outputs()).isEqualTo(first.outputs());
        assertThat(first.cpuMs()).isPositive();
    }

    @Test
    void aSoundTrackIsOnePieceFromZeroToItsEnd() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("sound.mp4"), 7);

        SegmentEncoded encoded = encode(upload("sound", "mov", film, SampleUnits.sound(1, 48_000, 0, 7_000_000)));

        assertThat(encoded.track()).isEqualTo("a1");
        assertThat(encoded.outputs()).singleElement().satisfies(output -> {
            assertThat(output.rendition()).isEqualTo("a1");
            assertThat(output.codecs()).isEqualTo("mp4a.40.2");
            assertThat(output.timescale()).isEqualTo(48_000);
            assertThat(output.segments()).hasSize(4);
            long time = 0;
            for (int i = 0; i < 4; i++) {
                Segment segment = output.segments().get(i);
                assertThat(segment.number()).isEqualTo(i);
                assertThat(segment.start()).isEqualTo(time).isBetween(i * 96_000L - 512, i * 96_000L + 512);
                time += segment.duration();
            }
            assertThat(time).isEqualTo(336_000);
            assertThat(output.frames()).as("with one that primes the decoder").isEqualTo(330);
        });
        assertThat(samples(stored("sound", encoded.outputs().getFirst()))).isBetween(336_000L, 336_000L + 2 * 1_024);
    }

    @Test
    void aSourceThatEndsBeforeTheChunkDoesStatesNothing() throws Exception {
        Path film = FilmMaker.film24(ffmpeg, folder.resolve("short.mkv"), 6);
        SegmentsReady event = cutOff("short", "matroska", film, new Rational(1, 1_000));

        CodedFailure failure = fails(event, "unit-frame-count");

        assertThat(failure.programRun().orElseThrow().command())
                .startsWith("ffmpeg ")
                .contains("source?***");
    }

    @Test
    void aSourceWhoseIndexIsCutOffStatesNothing() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("headless.mp4"), 6);
        SegmentsReady event = cutOff("headless", "mov", film, SampleUnits.MP4_25);

        fails(event, "ffmpeg-failed");
    }

    @ParameterizedTest
    @CsvSource({
        "printf garbage; printf garbage > v180.mp4; printf garbage > v90.mp4, unit-unreadable",
        "printf garbage >&2, unit-unreadable",
    })
    void anFfmpegThatEndsWellButLeavesGarbageOrNothingStatesNothing(String script, String code) throws Exception {
        Path program = Files.writeString(Files.createTempFile(folder, "ffmpeg", ""), "#!/bin/sh\n" + script + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Ffmpeg liar = new Ffmpeg(new FfmpegBinaries(program, program, "8"), Clock.systemUTC());
        FrameTimes times = new FrameTimes(0, List.of(new FrameTimes.Run(512, 50)));
        Unit.VideoChunk chunk = SampleUnits.chunk(
                SampleUnits.picture(SampleUnits.MP4_25),
                times,
                null,
                List.of(0),
                SampleUnits.rendition("v180", 320, 180),
                SampleUnits.rendition("v90", 160, 90));
        EncodeUnit handler = handler(liar);
        Work work = new Work(
                Files.createTempDirectory(folder, "work"), Instant.now().plusSeconds(60), 1);

        assertThatThrownBy(() -> handler.handle(SampleUnits.ready("liar", "mov", 1, chunk), work))
                .isInstanceOfSatisfying(CodedFailure.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.passing()).as("tried again").isTrue();
                });
        assertThat(store.list("vod", "liar/")).isEmpty();
    }

    /** What a broken memory or disk does: the encoder ends well, and all boxes are as they should be. */
    @Test
    void picturesThatCannotBeDecodedAreNotStored() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("broken.mp4"), 6);
        SegmentsReady event = upload("broken", "mov", film, chunk(film, "mov", SampleUnits.MP4_25));
        Path program = Files.writeString(
                Files.createTempFile(folder, "ffmpeg", ""),
                "#!/bin/sh\n" + binaries.ffmpeg() + " \"$@\" || exit\n"
                        + "case $* in *-xerror*) ;; *) printf %02000d 0 | dd of=v90.mp4 bs=1 conv=notrunc"
                        + " seek=$(($(wc -c < v90.mp4) - 2000)) 2> /dev/null ;; esac\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        EncodeUnit handler = handler(new Ffmpeg(new FfmpegBinaries(program, program, "8"), Clock.systemUTC()));
        Work work = new Work(
                Files.createTempDirectory(folder, "work"), Instant.now().plusSeconds(60), 1);

        assertThatThrownBy(() -> handler.handle(event, work)).isInstanceOfSatisfying(CodedFailure.class, e -> {
            assertThat(e.code()).isEqualTo("unit-undecodable");
            assertThat(e.passing()).as("tried again").isTrue();
            assertThat(e.programRun().orElseThrow().log()).contains("h264");
        });
        assertThat(store.list("vod", "broken/")).isEmpty();
    }

    @Test
    void tellsWhereTheSourceIsBlackOrSilentOnTheTimelineOfTheFilm() throws Exception {
        Path film = folder.resolve("dull.mp4");
        ffmpeg.run(
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=320x180:r=25:d=3[out0];color=black:s=320x180:r=25:d=3[out1]",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=d=6",
                        "-filter_complex",
                        "[0:v:0][0:v:1]concat[v];[1:a]volume=0:enable='between(t,1,4)'[a]",
                        "-map",
                        "[v]",
                        "-map",
                        "[a]",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-g",
                        "25",
                        "-c:a",
                        "aac",
                        film.toString()),
                folder,
                Instant.now().plusSeconds(60));

        SegmentEncoded picture = encode(upload("dull", "mov", film, chunk(film, "mov", SampleUnits.MP4_25)));
        SegmentEncoded sound = encode(upload("dull-sound", "mov", film, SampleUnits.sound(1, 48_000, 0, 6_000_000)));

        assertThat(picture.warnings())
                .as("the chunk is of the third and fourth second")
                .containsExactly(
                        new Stretch(Stretch.Kind.BLACK, 3_000_000, 4_000_000).warning(),
                        new Stretch(Stretch.Kind.FREEZE, 3_000_000, 4_000_000).warning());
        assertThat(sound.warnings()).singleElement().satisfies(w -> {
            assertThat(w.code()).isEqualTo("silence");
            assertThat(w.fromUs()).isBetween(950_000L, 1_050_000L);
            assertThat(w.toUs()).isBetween(3_950_000L, 4_050_000L);
        });
    }

    @Test
    void aSampledUnitIsComparedWithItsSourceAsItIsStored() throws Exception {
        Path film = FilmMaker.openGop(ffmpeg, folder.resolve("measured.mp4"), 6);
        Unit.VideoChunk chunk = measured(chunk(film, "mov", SampleUnits.MP4_25));
        QualityRequested requested = requested(upload("measured", "mov", film, chunk));

        QualityMeasured measured = measure(requested, 1);

        assertThat(measured.track()).isEqualTo("video-h264");
        assertThat(measured.unit()).isEqualTo(1);
        assertThat(measured.samples())
                .extracting(QualityMeasured.Sample::rendition)
                .containsExactly("v180", "v90");
        assertThat(measured.samples()).allSatisfy(sample -> {
            assertThat(sample.frames()).isEqualTo(chunk.segmentFrames().get(1));
            assertThat(sample.quality().meanMillionths()).isGreaterThan((int) (SAME_FRAME * 1_000_000));
        });

        store.delete(requested.source().object());
        assertThatThrownBy(() -> measure(requested, 1))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("object-missing"));
        assertThat(measure(requested, 2).samples())
                .as("the film does not wait for ever")
                .hasSize(2)
                .allMatch(sample -> sample.quality() == null);
    }

    private static Unit.VideoChunk measured(Unit.VideoChunk c) {
        return new Unit.VideoChunk(
                c.track(),
                c.index(),
                c.unitsInTrack(),
                c.stream(),
                c.times(),
                c.seek(),
                c.origin(),
                c.compositionOffset(),
                c.firstSegment(),
                c.segmentFrames(),
                c.keyFrames(),
                c.last(),
                c.renditions(),
                new QualityCheck(1, null));
    }

    private static QualityRequested requested(SegmentsReady event) throws Exception {
        Outcome outcome = handler()
                .handle(
                        event,
                        new Work(
                                Files.createTempDirectory(folder, "work"),
                                Instant.now().plusSeconds(60),
                                1));
        return (QualityRequested) ((Outcome.Emit) outcome).events().getFirst();
    }

    private static QualityMeasured measure(QualityRequested event, int attempt) throws Exception {
        Work work = new Work(
                Files.createTempDirectory(folder, "work"), Instant.now().plusSeconds(60), attempt);
        Outcome outcome =
                new MeasureQuality(new PictureComparison(ffmpeg), store, "vod", Clock.systemUTC()).handle(event, work);
        return (QualityMeasured) ((Outcome.Emit) outcome).events().getFirst();
    }

    @Test
    void aSourceThatIsNotThereStatesNothing() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("gone.mp4"), 6);
        SegmentsReady event = upload("gone", "mov", film, chunk(film, "mov", SampleUnits.MP4_25));
        store.delete(event.source().object());

        CodedFailure failure = fails(event, "object-missing");

        ProgramRun run = failure.programRun().orElseThrow();
        assertThat(run.log()).contains("404");
        assertThat(run.command() + run.log()).doesNotContain("X-Amz");
        store.put(event.source().object(), film, "application/octet-stream");
        assertThat(byHand(run.command(), event.source().object()))
                .as("the very command, with the address signed anew")
                .contains("v180.mp4", "v90.mp4");
    }

    /** As the reference tells an operator: in an empty folder, with a fresh signature in the place of the masked one. */
    private static List<String> byHand(String command, ObjectRef source) throws Exception {
        String signature = store.presignedGet(source, Duration.ofMinutes(1)).getRawQuery();
        String line =
                command.replaceFirst("^ffmpeg", binaries.ffmpeg().toString()).replace("***", signature);
        Path empty = Files.createTempDirectory(folder, "by-hand");
        Process shell = new ProcessBuilder("sh", "-c", line)
                .directory(empty.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
        try (Stream<Path> files = Files.list(empty)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    @Test
    void aDeadlineIsNoFaultOfTheFilm() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("slow.mp4"), 6);
        SegmentsReady event = upload("slow", "mov", film, chunk(film, "mov", SampleUnits.MP4_25));
        Work late = new Work(
                Files.createTempDirectory(folder, "work"), Instant.now().plusMillis(2), 1);

        assertThatThrownBy(() -> handler().handle(event, late))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("ffmpeg-deadline"));
        assertThat(store.list("vod", "slow/")).isEmpty();
    }

    private static void isFrameExact(Path film, String demuxer, Rational timeBase) throws Exception {
        String videoId = film.getFileName().toString().replace('.', '-');
        Unit.VideoChunk chunk = chunk(film, demuxer, timeBase);

        SegmentEncoded encoded = encode(upload(videoId, demuxer, film, chunk));

        assertThat(encoded.track()).isEqualTo("video-h264");
        assertThat(encoded.unit()).isEqualTo(1);
        assertThat(encoded.outputs())
                .extracting(SegmentEncoded.Output::rendition)
                .containsExactly("v180", "v90");
        long[] times = chunk.times().boundaries();
        for (SegmentEncoded.Output output : encoded.outputs()) {
            assertThat(output.codecs()).startsWith("avc1.");
            assertThat(output.timescale()).isEqualTo(timeBase.den());
            assertThat(output.frames()).isEqualTo(chunk.times().count());
            int frame = 0;
            for (int i = 0; i < 2; i++) {
                Segment segment = output.segments().get(i);
                assertThat(segment.number()).isEqualTo(1 + i);
                assertThat(segment.start()).isEqualTo(times[frame] - chunk.origin());
                frame += chunk.segmentFrames().get(i);
                assertThat(segment.start() + segment.duration()).isEqualTo(times[frame] - chunk.origin());
            }
            assertThat(output.segments()).hasSize(2);
            assertThat(likeness(demuxer, film, chunk, size(output), stored(videoId, output)))
                    .hasSize(chunk.times().count())
                    .allMatch(ssim -> ssim > SAME_FRAME);
        }
    }

    private static CodedFailure fails(SegmentsReady event, String code) {
        Throwable thrown = catchThrowable(() -> encode(event));
        assertThat(thrown).isInstanceOfSatisfying(CodedFailure.class, e -> assertThat(e.code())
                .isEqualTo(code));
        assertThat(store.list("vod", event.videoId() + "/")).isEmpty();
        return (CodedFailure) thrown;
    }

    /** The unit of the whole film, of which the store holds only the first half. */
    private static SegmentsReady cutOff(String videoId, String demuxer, Path film, Rational timeBase) throws Exception {
        SegmentsReady event = upload(videoId, demuxer, film, chunk(film, demuxer, timeBase));
        byte[] whole = Files.readAllBytes(film);
        store.put(event.source().object(), Arrays.copyOf(whole, whole.length / 2), "application/octet-stream");
        return event;
    }

    private static SegmentsReady upload(String videoId, String demuxer, Path film, Unit unit) throws Exception {
        SegmentsReady event = SampleUnits.ready(videoId, demuxer, Files.size(film), unit);
        store.put(event.source().object(), film, "application/octet-stream");
        return event;
    }

    private static SegmentEncoded encode(SegmentsReady event) throws Exception {
        Path scratch = Files.createTempDirectory(folder, "work");
        Outcome outcome =
                handler().handle(event, new Work(scratch, Instant.now().plusSeconds(60), 1));
        assertThat(outcome).isInstanceOf(Outcome.Emit.class);
        List<SegmentEncoded> events = ((Outcome.Emit) outcome)
                .events().stream().map(SegmentEncoded.class::cast).toList();
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static EncodeUnit handler() {
        return handler(ffmpeg);
    }

    private static EncodeUnit handler(Ffmpeg program) {
        return new EncodeUnit(new FfmpegUnitEncoder(
                program,
                store,
                new SegmentStore(store, "vod"),
                Implementations.software(),
                Verify.SAMPLE,
                Clock.systemUTC()));
    }

    /** The frames from the second to the fourth second as two segments of unequal length, from the key frame before them. */
    private static Unit.VideoChunk chunk(Path film, String demuxer, Rational timeBase) throws Exception {
        return chunk(film, demuxer, SampleUnits.picture(timeBase));
    }

    private static Unit.VideoChunk chunk(Path film, String demuxer, MediaInfo.Video stream) throws Exception {
        Rational timeBase = stream.timeBase();
        PacketIndex index =
                indexer.read(demuxer, film.toUri(), 0, folder, Instant.now().plusSeconds(60));
        long origin = index.time(0);
        int from = index.firstAtOrAfter(origin + 2 * timeBase.den());
        int to = index.firstAtOrAfter(origin + 4 * timeBase.den());
        FrameTimes times = FrameTimes.of(index.times(), from, to, index.time(to));
        int at = Arrays.binarySearch(index.keyFrames(), times.start());
        int key = at >= 0 ? at : -at - 2;
        if (Arrays.binarySearch(index.dependentKeyFrames(), index.keyFrames()[key]) >= 0) {
            key--;
        }
        return new Unit.VideoChunk(
                "video-h264",
                1,
                3,
                stream,
                times,
                index.keyFrames()[key],
                origin,
                timeBase.den() / 8,
                1,
                List.of(20, to - from - 20),
                List.of(0, 10, 20, 30),
                false,
                List.of(SampleUnits.rendition("v180", 320, 180), SampleUnits.rendition("v90", 160, 90)),
                null);
    }

    /** The stored segments behind their init segment, as a player puts them together. */
    private static Path stored(String videoId, SegmentEncoded.Output output) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(read(ObjectKeys.init(videoId, 1, output.rendition())));
        for (Segment segment : output.segments()) {
            byte[] content = read(ObjectKeys.segment(videoId, 1, output.rendition(), segment.number()));
            assertThat(segment.object().bytes()).isEqualTo(content.length);
            bytes.writeBytes(content);
        }
        return Files.write(folder.resolve(videoId + "-" + output.rendition() + ".mp4"), bytes.toByteArray());
    }

    private static byte[] read(String key) throws Exception {
        try (var in = store.read(new ObjectRef("vod", key))) {
            return in.readAllBytes();
        }
    }

    private static String size(SegmentEncoded.Output output) {
        return output.rendition().equals("v180") ? "320:180" : "160:90";
    }

    /** Structural similarity of each stored frame with the frame of the source that it must be. */
    private static List<Double> likeness(String demuxer, Path film, Unit.VideoChunk chunk, String size, Path encoded)
            throws Exception {
        String graph = "[0:v]trim=start_pts=" + chunk.times().start() + ":end_pts="
                + chunk.times().end() + ",setpts=N,scale=" + size + ":flags=bicubic[wanted];[1:v]setpts=N[found];"
                + "[wanted][found]ssim=stats_file=-";
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-f", demuxer, "-i", film.toString()));
        arguments.addAll(List.of("-i", encoded.toString(), "-lavfi", graph, "-f", "null", "/dev/null"));
        List<Double> similar = new ArrayList<>();
        ffmpeg.run(arguments, folder, Instant.now().plusSeconds(60), 1 << 20, line -> {
            int all = line.indexOf("All:");
            if (all >= 0) {
                similar.add(Double.valueOf(line.substring(all + 4).split(" ")[0]));
            }
        });
        return similar;
    }

    /** Samples that a decoder makes of a sound track. */
    private static long samples(Path encoded) throws Exception {
        List<Long> counts = new ArrayList<>();
        List<String> arguments = List.of("-i", encoded.toString(), "-f", "framecrc", "-");
        ffmpeg.run(arguments, folder, Instant.now().plusSeconds(60), 1 << 20, line -> {
            if (!line.startsWith("#")) {
                counts.add(Long.valueOf(line.split(",\\s*")[3].strip()));
            }
        });
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
