package dev.segue.splitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.AudioCodec;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.CodedFailure;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.ObjectRef;
import dev.segue.contract.Omission;
import dev.segue.contract.PerTitle;
import dev.segue.contract.Plan;
import dev.segue.contract.Probed;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rational;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Source;
import dev.segue.contract.Unit;
import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.embedded.EmbeddedS3;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegBinaries;
import dev.segue.media.ffmpeg.FfmpegSettings;
import dev.segue.media.ffmpeg.Ffprobe;
import dev.segue.media.ffmpeg.InputGuard;
import dev.segue.media.ffmpeg.PacketIndexer;
import dev.segue.media.ffmpeg.PictureComparison;
import dev.segue.media.ffmpeg.SoundStart;
import dev.segue.stage.Outcome;
import dev.segue.stage.Work;
import dev.segue.storage.S3ObjectStore;
import dev.segue.storage.StorageSettings;
import dev.segue.testkit.FilmMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits real films and decodes each chunk as an encoder would: together they must be the frames of the whole film. */
class SplitSourceIT {
    @TempDir
    static Path folder;

    private static EmbeddedS3 s3;
    private static S3ObjectStore store;
    private static Ffmpeg ffmpeg;
    private static PacketIndexer indexer;

    @BeforeAll
    static void start() throws Exception {
        FfmpegBinaries binaries = FfmpegBinaries.locate(new FfmpegSettings(
                FfmpegSettings.Source.BUNDLED, null, Path.of("target", "ffmpeg").toAbsolutePath()));
        ffmpeg = new Ffmpeg(binaries, Clock.systemUTC());
        indexer = new PacketIndexer(ffmpeg, new Ffprobe(binaries, Clock.systemUTC()));
        s3 = EmbeddedS3.start(Files.createDirectory(folder.resolve("s3")), 0);
        store = S3ObjectStore.connect(
                new StorageSettings(s3.endpoint(), "us-east-1", s3.accessKey(), s3.secretKey(), true));
        store.ensureBucket("originals");
        store.ensureBucket("work");
    }

    @AfterAll
    static void stop() {
        store.close();
        s3.close();
    }

    @Test
    void closedGroups() throws Exception {
        isFrameExact(
                FilmMaker.closedGop(ffmpeg, folder.resolve("closed.mp4"), 12), "mov", new Rational(1, 12_800), 300);
    }

    @Test
    void openGroupsWithReorderedFrames() throws Exception {
        isFrameExact(FilmMaker.openGop(ffmpeg, folder.resolve("open.mp4"), 12), "mov", new Rational(1, 12_800), 300);
    }

    @Test
    void cinemaRateInMilliseconds() throws Exception {
        isFrameExact(FilmMaker.film24(ffmpeg, folder.resolve("film.mkv"), 12), "matroska", new Rational(1, 1_000), 288);
    }

    @Test
    void aTransportStreamThatBeginsAtAnHour() throws Exception {
        isFrameExact(
                FilmMaker.transportStream(ffmpeg, folder.resolve("late.ts"), 12),
                "mpegts",
                new Rational(1, 90_000),
                360);
    }

    @Test
    void aSingleKeyFrame() throws Exception {
        isFrameExact(
                FilmMaker.singleKeyFrame(ffmpeg, folder.resolve("single.mp4"), 12),
                "mov",
                new Rational(1, 12_800),
                300);
    }

    @Test
    void theSoundComesFirstAndEveryUnitNamesAllRenditions() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("units.mp4"), 12);
        Probed probed = probed("units", film, "mov", new Rational(1, 12_800));

        List<SegmentsReady> ready = split(probed);

        assertThat(ready.get(0).unit()).isInstanceOfSatisfying(Unit.AudioTrack.class, a -> {
            assertThat(a.originUs()).isZero();
            assertThat(a.endUs()).isEqualTo(12_500_000);
            assertThat(a.track()).isEqualTo("a1");
        });
        assertThat(ready).allMatch(r -> r.renditions().equals(List.of("v180", "a1")));
        assertThat(ready)
                .extracting(SegmentsReady::discriminator)
                .containsExactly(
                        "a1/0",
                        "video-h264/0",
                        "video-h264/1",
                        "video-h264/2",
                        "video-h264/3",
                        "video-h264/4",
                        "video-h264/5");
        assertThat(split(probed)).isEqualTo(ready);
    }

    @Test
    void whereThereIsNoPictureTheFilmBeginsWithItsFirstSample() throws Exception {
        Path film = FilmMaker.transportStream(ffmpeg, folder.resolve("heard.ts"), 2);
        Probed seen = probed("heard", film, "mpegts", new Rational(1, 90_000));
        Plan plan = new Plan("audio-only", 2_000, 1_000, null, seen.plan().audio(), List.of());
        Probed heard = new Probed("heard", 1, seen.job(), seen.source(), seen.media(), plan, List.of());

        assertThat(split(heard)).singleElement().satisfies(ready -> {
            assertThat(ready.renditions()).containsExactly("a1");
            assertThat(ready.unit()).isInstanceOfSatisfying(Unit.AudioTrack.class, a -> {
                assertThat(a.originUs())
                        .as("the muxer adds 1.4 s to the hour")
                        .isBetween(3_601_300_000L, 3_601_500_000L);
                assertThat(a.endUs()).isEqualTo(a.originUs() + 12_500_000);
            });
        });
    }

    @Test
    void aLadderThatIsToBeChosenForTheFilmIsStatedAsChosenEachTime() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("tried.mp4"), 4);
        Probed plain = probed("tried", film, "mov", new Rational(1, 12_800));
        Plan.VideoPlan video = plain.plan().video();
        VideoRendition rung = video.renditions().getFirst();
        VideoRendition twin = new VideoRendition(
                "v170",
                VideoCodec.H264,
                302,
                170,
                rung.rateControl(),
                rung.preset(),
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
        Plan wish = new Plan(
                "test",
                2_000,
                1_000,
                new Plan.VideoPlan(video.stream(), List.of(twin, rung), new PerTitle(900_000, 10, 40), null),
                plain.plan().audio(),
                List.of());
        Probed probed = new Probed("tried", 1, plain.job(), plain.source(), plain.media(), wish, List.of());

        List<SegmentsReady> ready = split(probed);

        assertThat(ready).allSatisfy(r -> {
            assertThat(r.renditions()).containsExactly("v180", "a1");
            assertThat(r.leftOut()).extracting(Omission::what).containsExactly("v170");
        });
        assertThat(ready.getLast().unit()).isInstanceOfSatisfying(Unit.VideoChunk.class, c -> {
            VideoRendition made = c.renditions().getFirst();
            assertThat(made.predicted()).isNotNull();
            assertThat(made.predicted().qualityMillionths()).isGreaterThanOrEqualTo(900_000);
            assertThat(made.rateControl()).isNotEqualTo(rung.rateControl());
        });
        assertThat(split(probed)).isEqualTo(ready);
    }

    @Test
    void everyCodecIsATrackOfItsOwnAndAllAreCutAlike() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("codecs.mp4"), 6);
        Probed one = probed("codecs", film, "mov", new Rational(1, 12_800));
        Plan.VideoPlan h264 = one.plan().video();
        VideoRendition v = h264.renditions().getFirst();
        List<VideoRendition> ladder = List.of(v, as(v, "h180", VideoCodec.HEVC), as(v, "v90", VideoCodec.H264));
        Plan plan = new Plan(
                "test", 2_000, 1_000, new Plan.VideoPlan(h264.stream(), ladder, null, null), List.of(), List.of());

        List<SegmentsReady> ready =
                split(new Probed("codecs", 1, one.job(), one.source(), one.media(), plan, List.of()));

        List<Unit.VideoChunk> avc = chunks(ready, "video-h264");
        List<Unit.VideoChunk> hevc = chunks(ready, "video-hevc");
        assertThat(avc).hasSameSizeAs(hevc).hasSize(ready.size() / 2);
        for (int i = 0; i < avc.size(); i++) {
            assertThat(avc.get(i).renditionIds()).containsExactly("v180", "v90");
            assertThat(hevc.get(i).renditionIds()).containsExactly("h180");
            assertThat(hevc.get(i).times()).isEqualTo(avc.get(i).times());
            assertThat(hevc.get(i).segmentFrames()).isEqualTo(avc.get(i).segmentFrames());
            assertThat(hevc.get(i).keyFrames()).isEqualTo(avc.get(i).keyFrames());
        }
    }

    private static List<Unit.VideoChunk> chunks(List<SegmentsReady> ready, String track) {
        return ready.stream()
                .map(r -> (Unit.VideoChunk) r.unit())
                .filter(u -> u.track().equals(track))
                .toList();
    }

    private static VideoRendition as(VideoRendition r, String id, VideoCodec codec) {
        return new VideoRendition(
                id,
                codec,
                r.width(),
                r.height(),
                r.rateControl(),
                r.preset(),
                null,
                r.pixelFormat(),
                r.dynamicRange(),
                List.of());
    }

    @Test
    void aDeadlineIsNoFaultOfTheFilm() throws Exception {
        Path film = FilmMaker.closedGop(ffmpeg, folder.resolve("slow.mp4"), 1);
        Probed probed = probed("slow", film, "mov", new Rational(1, 12_800));

        assertThatThrownBy(() ->
                        handler().handle(probed, new Work(folder, Instant.now().plusMillis(2), 1)))
                .isInstanceOfSatisfying(
                        CodedFailure.class, e -> assertThat(e.code()).isEqualTo("ffmpeg-deadline"));
    }

    private static void isFrameExact(Path film, String demuxer, Rational timeBase, int frames) throws Exception {
        String videoId = film.getFileName().toString().replace('.', '-');
        List<Unit.VideoChunk> chunks = split(probed(videoId, film, demuxer, timeBase)).stream()
                .map(SegmentsReady::unit)
                .filter(Unit.VideoChunk.class::isInstance)
                .map(Unit.VideoChunk.class::cast)
                .toList();

        List<String> whole = pictures(demuxer, film, null, "null");
        List<String> joined = new ArrayList<>();
        for (Unit.VideoChunk chunk : chunks) {
            String end = chunk.last() ? "" : ":end_pts=" + chunk.times().end();
            String trim = "trim=start_pts=" + chunk.times().start() + end;
            // As the encoder does it: exactly where the container has an index, a little early elsewhere.
            double aside = InputGuard.seeksExactly(demuxer) ? 0.0005 : -0.1;
            String seek = chunk.seek() == null
                    ? null
                    : String.format(Locale.ROOT, "%.6f", chunk.seek() * timeBase.toDouble() + aside);
            joined.addAll(pictures(demuxer, film, seek, trim));
        }

        assertThat(chunks).hasSizeGreaterThan(1);
        assertThat(whole).hasSize(frames);
        assertThat(joined).isEqualTo(whole);
        assertThat(chunks.stream().mapToInt(c -> c.times().count()).sum()).isEqualTo(frames);
    }

    /** Time and checksum of each decoded frame. */
    private static List<String> pictures(String demuxer, Path film, String seek, String filter) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-copyts", "-noautorotate"));
        if (seek != null) {
            arguments.addAll(List.of("-seek_timestamp", "1", "-noaccurate_seek", "-ss", seek));
        }
        arguments.addAll(InputGuard.input(demuxer, film.toUri()));
        arguments.addAll(List.of("-map", "0:v:0", "-vf", filter, "-fps_mode", "passthrough"));
        arguments.addAll(List.of("-enc_time_base", "demux", "-f", "framecrc", "-"));
        List<String> frames = new ArrayList<>();
        ffmpeg.run(arguments, folder, Instant.now().plusSeconds(60), 1 << 20, line -> {
            String[] fields = line.split(",\\s*");
            if (!line.startsWith("#")) {
                frames.add(fields[2] + " " + fields[5]);
            }
        });
        return frames;
    }

    private static List<SegmentsReady> split(Probed probed) throws Exception {
        Path scratch = Files.createDirectories(folder.resolve("work-" + probed.videoId()));
        Outcome outcome =
                handler().handle(probed, new Work(scratch, Instant.now().plusSeconds(60), 1));
        assertThat(outcome).isInstanceOf(Outcome.Emit.class);
        return ((Outcome.Emit) outcome)
                .events().stream().map(SegmentsReady.class::cast).toList();
    }

    private static SplitSource handler() {
        SplitterSettings settings = new SplitterSettings(1, Duration.ofMinutes(1), 2, 4);
        ChooseRateFactors rateFactors = new ChooseRateFactors(ffmpeg, new PictureComparison(ffmpeg), store, "work");
        return new SplitSource(store, indexer, new SoundStart(ffmpeg), rateFactors, settings, Clock.systemUTC());
    }

    private static Probed probed(String videoId, Path film, String demuxer, Rational timeBase) throws Exception {
        ObjectRef object = new ObjectRef("originals", videoId + "/g1/source");
        store.put(object, film, "application/octet-stream");
        MediaInfo.Video video = new MediaInfo.Video(
                0,
                "h264",
                null,
                320,
                180,
                0,
                new Rational(1, 1),
                "yuv420p",
                timeBase,
                null,
                MediaInfo.Scan.PROGRESSIVE,
                MediaInfo.DynamicRange.SDR,
                false,
                "bt709",
                "bt709",
                null,
                null);
        MediaInfo.Audio audio = new MediaInfo.Audio(1, "aac", 48_000, 1, null, null, AudioRole.MAIN, null);
        VideoRendition rendition = new VideoRendition(
                "v180",
                VideoCodec.H264,
                320,
                180,
                new RateControl.Crf(23, null, null),
                "ultrafast",
                null,
                "yuv420p",
                MediaInfo.DynamicRange.SDR,
                List.of());
        Plan plan = new Plan(
                "test",
                2_000,
                1_000,
                new Plan.VideoPlan(video, List.of(rendition), null, null),
                List.of(new AudioRendition("a1", audio, AudioCodec.AAC, 64_000, 48_000, 2, null, AudioRole.MAIN, null)),
                List.of());
        return new Probed(
                videoId,
                1,
                new Job("film", null, null, null),
                new Source(object, Files.size(film), null),
                new MediaInfo(demuxer, 12_500_000, List.of(video), List.of(audio)),
                plan,
                List.of());
    }
}
