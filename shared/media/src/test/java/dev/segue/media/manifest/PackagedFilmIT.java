package dev.segue.media.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rendition;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.FfmpegJudge;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.InitFacts;
import dev.segue.media.cmaf.MediaSegment;
import dev.segue.media.cmaf.VideoSegments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FFmpeg plays a whole package of our segments through our manifests. */
class PackagedFilmIT {
    private static final int FRAMES = 230;
    private static final List<Integer> SEGMENT_FRAMES = List.of(100, 100, 30);

    @TempDir
    static Path folder;

    @BeforeAll
    static void makePackage() throws Exception {
        List<Track> tracks = new ArrayList<>();
        tracks.add(picture("v240", "426x240"));
        tracks.add(picture("v120", "214x120"));
        tracks.add(sound());
        for (Track track : tracks) {
            write(Tracks.NAMES.mediaPlaylist(track.rendition().id()), HlsManifest.media(track, Tracks.NAMES));
        }
        write("master.m3u8", HlsManifest.multivariant(tracks, Tracks.NAMES));
        write("manifest.mpd", DashManifest.write(tracks, Tracks.NAMES));
    }

    @Test
    void eachMediaPlaylistPlaysSilentlyAndWhole() throws Exception {
        assertThat(streams("v240/media.m3u8")).containsExactly("h264,426,240," + FRAMES);
        assertThat(streams("v120/media.m3u8")).containsExactly("h264,214,120," + FRAMES);
        assertThat(streams("a1/media.m3u8")).hasSize(1).first().asString().startsWith("aac,");
    }

    @Test
    void theDashManifestPlaysSilentlyAndWhole() throws Exception {
        // FFmpeg's DASH reader ends all streams with the one that ends first, so each is asked for alone.
        assertThat(streams("-select_streams v:0 manifest.mpd")).containsExactly("h264,426,240," + FRAMES);
        assertThat(streams("-select_streams v:1 manifest.mpd")).containsExactly("h264,214,120," + FRAMES);
        assertThat(streams("-select_streams a:0 manifest.mpd"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("aac,");
    }

    @Test
    void theMultivariantPlaylistOffersEveryRendition() throws Exception {
        assertThat(streams("master.m3u8"))
                .contains("h264,426,240," + FRAMES, "h264,214,120," + FRAMES)
                .anyMatch(s -> s.startsWith("aac,"));
    }

    private static List<String> streams(String manifest) throws Exception {
        String said = FfmpegJudge.ffprobe(
                folder,
                ("-count_frames -show_entries stream=codec_name,width,height,nb_read_frames -of csv=p=0 " + manifest)
                        .split(" "));
        return said.lines().filter(l -> !l.isBlank()).distinct().toList();
    }

    private static Track picture(String id, String size) throws Exception {
        FfmpegJudge.ffmpeg(
                folder,
                ("-f lavfi -i testsrc2=s=" + size + ":r=25 -frames:v " + FRAMES + " -c:v libx264 -preset veryfast"
                                + " -g 50 -keyint_min 50 -sc_threshold 0 -bf 3 -flags +cgop -pix_fmt yuv420p"
                                + " -video_track_timescale 12800"
                                + " -f mp4 -movflags +cmaf+frag_keyframe+empty_moov+default_base_moof picture.mp4")
                        .split(" "));
        FragmentedMp4 mp4 = FragmentedMp4.read(folder.resolve("picture.mp4"));
        long[] boundaries = new long[FRAMES + 1];
        Arrays.setAll(boundaries, i -> i * 512L);
        InitFacts.Video facts = (InitFacts.Video) InitFacts.of(mp4.init());
        Rendition rendition = new Rendition.Video(
                id, "h264", facts.codecs(), facts.width(), facts.height(), MediaInfo.DynamicRange.SDR);
        return store(
                rendition, mp4, mp4.init(1024), FRAMES, VideoSegments.cut(mp4, boundaries, SEGMENT_FRAMES, 0, 1024));
    }

    private static Track sound() throws Exception {
        FfmpegJudge.ffmpeg(
                folder,
                ("-f lavfi -i sine=r=48000:d=9.2 -ac 2 -c:a aac -f mp4 -movflags +cmaf+delay_moov"
                                + " -frag_duration 4000000 sound.mp4")
                        .split(" "));
        FragmentedMp4 mp4 = FragmentedMp4.read(folder.resolve("sound.mp4"));
        InitFacts.Audio facts = (InitFacts.Audio) InitFacts.of(mp4.init());
        Rendition rendition = new Rendition.Audio(
                "a1", "aac", facts.codecs(), facts.sampleRate(), facts.channels(), null, AudioRole.MAIN);
        List<MediaSegment> segments = AudioSegments.cut(mp4, 4000);
        return store(
                rendition,
                mp4,
                mp4.init(mp4.mediaStart()),
                segments.stream().mapToInt(MediaSegment::samples).sum(),
                segments);
    }

    private static Track store(
            Rendition rendition, FragmentedMp4 mp4, byte[] init, long frames, List<MediaSegment> segments)
            throws IOException {
        write(Tracks.NAMES.init(rendition.id()), init);
        List<Segment> stored = new ArrayList<>();
        for (MediaSegment segment : segments) {
            write(Tracks.NAMES.segment(rendition.id(), segment.number()), segment.bytes());
            StoredObject object = new StoredObject(segment.bytes().length, "00");
            stored.add(new Segment(segment.number(), segment.start(), segment.duration(), object));
        }
        return new Track(rendition, mp4.timescale(), frames, stored);
    }

    private static void write(String name, String text) throws IOException {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
