package dev.segue.media.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.Rendition;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    private static final List<Track> FILM = Tracks.film();

    @Test
    void writesTheMultivariantPlaylist() throws Exception {
        assertThat(HlsManifest.multivariant(FILM, Tracks.NAMES)).isEqualTo(golden("master.m3u8"));
    }

    @Test
    void writesTheMediaPlaylist() throws Exception {
        assertThat(HlsManifest.media(FILM.get(1), Tracks.NAMES)).isEqualTo(golden("media.m3u8"));
    }

    @Test
    void writesTheDashManifest() throws Exception {
        assertThat(DashManifest.write(FILM, Tracks.NAMES)).isEqualTo(golden("manifest.mpd"));
    }

    @Test
    void writesAFilmWithoutSound() {
        List<Track> silent = FILM.subList(2, 3);

        assertThat(HlsManifest.multivariant(silent, Tracks.NAMES)).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-INDEPENDENT-SEGMENTS

                        #EXT-X-STREAM-INF:BANDWIDTH=599401,AVERAGE-BANDWIDTH=415585,CODECS="avc1.64001f",RESOLUTION=640x360,\
                        FRAME-RATE=29.970,VIDEO-RANGE=SDR
                        v360/media.m3u8
                        """);
        assertThat(DashManifest.write(silent, Tracks.NAMES))
                .contains("contentType=\"video\"")
                .doesNotContain("audio");
    }

    @Test
    void keepsCodecsAndDynamicRangesApart() {
        long[] segment = {100, 100_000};
        List<Track> mixed = List.of(
                Tracks.track(picture("hdr", "hevc", "hvc1.2.4.L93.90", DynamicRange.PQ), 25, 100, 100, 10_000),
                Tracks.track(picture("hevc", "hevc", "hvc1.1.6.L93.90", DynamicRange.SDR), 25, 100, 100, 20_000),
                Tracks.track(
                        picture("hlg", "av1", "av01.0.04M.10.0.110.09.18.09.0", DynamicRange.HLG), 25, 100, segment),
                Tracks.track(picture("big", "h264", "avc1.64001f", DynamicRange.SDR), 25, 100, 100, 1_500_000),
                Tracks.track(picture("mid", "h264", "avc1.64001f", DynamicRange.SDR), 25, 100, 100, 900_000),
                Tracks.track(picture("low", "h264", "avc1.64001f", DynamicRange.SDR), 25, 100, 100, 300_000));

        String hls = HlsManifest.multivariant(mixed, Tracks.NAMES);
        String dash = DashManifest.write(mixed, Tracks.NAMES);

        // H.264 first, and of it the best within 2 Mbit/s; smaller ones of other codecs never before it.
        assertThat(hls.lines().filter(l -> l.endsWith(".m3u8")).map(l -> l.substring(0, l.indexOf('/'))))
                .containsExactly("mid", "low", "big", "hevc", "hdr", "hlg");
        assertThat(hls)
                .contains("CODECS=\"hvc1.2.4.L93.90\",RESOLUTION=640x360,FRAME-RATE=25.000,VIDEO-RANGE=PQ\nhdr/")
                .contains("VIDEO-RANGE=HLG\nhlg/")
                .contains("VIDEO-RANGE=SDR\nhevc/");
        String[] sets = dash.split("<AdaptationSet");
        assertThat(sets).hasSize(5);
        assertThat(sets[1])
                .containsSubsequence(
                        "EssentialProperty schemeIdUri=\"urn:mpeg:mpegB:cicp:ColourPrimaries\" value=\"9\"",
                        "cicp:TransferCharacteristics\" value=\"16\"",
                        "cicp:MatrixCoefficients\" value=\"9\"",
                        "<Role",
                        "id=\"hdr\"");
        assertThat(sets[2]).contains("id=\"hevc\"").doesNotContain("EssentialProperty");
        assertThat(sets[3]).contains("id=\"hlg\"", "TransferCharacteristics\" value=\"18\"");
        assertThat(sets[4]).contains("id=\"big\"", "id=\"mid\"", "id=\"low\"").doesNotContain("EssentialProperty");
    }

    private static Rendition.Video picture(String id, String codec, String codecs, DynamicRange range) {
        return new Rendition.Video(id, codec, codecs, 640, 360, range);
    }

    @Test
    void writesSoundAlone() {
        List<Track> sound = FILM.subList(3, 4);

        assertThat(HlsManifest.multivariant(sound, Tracks.NAMES)).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-INDEPENDENT-SEGMENTS

                        #EXT-X-STREAM-INF:BANDWIDTH=128343,AVERAGE-BANDWIDTH=126275,CODECS="mp4a.40.2"
                        a1/media.m3u8
                        """);
        assertThat(DashManifest.write(sound, Tracks.NAMES))
                .contains("contentType=\"audio\"")
                .doesNotContain("video");
    }

    @Test
    void writesEveryCodecAndLayoutOfTheSoundAsAGroup() {
        List<Track> tracks = List.of(
                FILM.get(2),
                sound("c1", "aac", "mp4a.40.2", 2, "en", AudioRole.COMMENTARY),
                sound("m1", "aac", "mp4a.40.2", 2, "en", AudioRole.MAIN),
                sound("m2", "aac", "mp4a.40.2", 2, "de", AudioRole.DUB),
                sound("d1", "aac", "mp4a.40.2", 2, "en", AudioRole.DESCRIPTION),
                sound("m6", "aac", "mp4a.40.2", 6, "en", AudioRole.MAIN),
                sound("o1", "opus", "Opus", 2, "en", AudioRole.MAIN));

        String hls = HlsManifest.multivariant(tracks, Tracks.NAMES);
        String dash = DashManifest.write(tracks, Tracks.NAMES);

        assertThat(hls.lines().filter(l -> l.startsWith("#EXT-X-MEDIA")))
                .containsExactly(
                        media("audio-aac-2", "English", "en", "YES", "YES", "", 2, "m1"),
                        media("audio-aac-2", "English (commentary)", "en", "NO", "NO", "", 2, "c1"),
                        media("audio-aac-2", "German", "de", "NO", "YES", "", 2, "m2"),
                        media(
                                "audio-aac-2",
                                "English (audio description)",
                                "en",
                                "NO",
                                "YES",
                                "CHARACTERISTICS=\"public.accessibility.describes-video\",",
                                2,
                                "d1"),
                        media("audio-aac-6", "English", "en", "YES", "YES", "", 6, "m6"),
                        media("audio-opus-2", "English", "en", "YES", "YES", "", 2, "o1"));
        assertThat(hls.lines().filter(l -> l.startsWith("#EXT-X-STREAM-INF")))
                .hasSize(3)
                .anyMatch(l -> l.contains("CODECS=\"avc1.64001f,Opus\"") && l.endsWith("AUDIO=\"audio-opus-2\""))
                .anyMatch(l -> l.endsWith("AUDIO=\"audio-aac-6\""));
        assertThat(roles(dash))
                .containsExactly("main", "main", "commentary", "dub", "1", "description", "main", "main");
        assertThat(dash)
                .contains("<Accessibility schemeIdUri=\"urn:tva:metadata:cs:AudioPurposeCS:2007\" value=\"1\"/>")
                .contains("cicp:ChannelConfiguration\" value=\"6\"");
    }

    @Test
    void aSecondMainTrackIsAnAlternative() {
        List<Track> tracks = List.of(
                sound("m1", "aac", "mp4a.40.2", 2, "en", AudioRole.MAIN),
                sound("m2", "aac", "mp4a.40.2", 2, "fr", AudioRole.MAIN));

        assertThat(roles(DashManifest.write(tracks, Tracks.NAMES))).containsExactly("main", "alternate");
        assertThat(HlsManifest.multivariant(tracks, Tracks.NAMES)).isEqualTo("""
                        #EXTM3U
                        #EXT-X-VERSION:7
                        #EXT-X-INDEPENDENT-SEGMENTS

                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-aac-2",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,\
                        CHANNELS="2",URI="m1/media.m3u8"
                        #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio-aac-2",NAME="French",LANGUAGE="fr",DEFAULT=NO,AUTOSELECT=YES,\
                        CHANNELS="2",URI="m2/media.m3u8"

                        #EXT-X-STREAM-INF:BANDWIDTH=8000,AVERAGE-BANDWIDTH=8000,CODECS="mp4a.40.2",AUDIO="audio-aac-2"
                        m1/media.m3u8
                        """);
    }

    private static Track sound(String id, String codec, String codecs, int channels, String language, AudioRole role) {
        Rendition rendition = new Rendition.Audio(id, codec, codecs, 48_000, channels, language, role);
        return Tracks.track(rendition, 48_000, 47, 48_000, 1_000);
    }

    private static String media(
            String group,
            String name,
            String language,
            String isDefault,
            String autoselect,
            String characteristics,
            int channels,
            String id) {
        return "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"" + group + "\",NAME=\"" + name + "\",LANGUAGE=\"" + language
                + "\",DEFAULT=" + isDefault + ",AUTOSELECT=" + autoselect + "," + characteristics + "CHANNELS=\""
                + channels
                + "\",URI=\"" + id + "/media.m3u8\"";
    }

    /** The values of the roles and purposes in their order. */
    private static List<String> roles(String dash) {
        return Pattern.compile("<(?:Role|Accessibility) [^>]*value=\"([^\"]+)\"")
                .matcher(dash)
                .results()
                .map(r -> r.group(1))
                .toList();
    }

    @Test
    void segmentLengthsInThePlaylistAddUpToTheTrack() {
        long[] uneven = new long[200];
        for (int i = 0; i < uneven.length; i += 2) {
            uneven[i] = 1001L * 7 + i;
            uneven[i + 1] = 1000;
        }
        Track track = Tracks.track(Tracks.video("v", 2, 2), 24_000, 700, uneven);

        BigDecimal sum = HlsManifest.media(track, Tracks.NAMES)
                .lines()
                .filter(l -> l.startsWith("#EXTINF:"))
                .map(l -> new BigDecimal(l.substring(8, l.length() - 1)))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(sum).isEqualByComparingTo(BigDecimal.valueOf(track.durationUs(), 6));
    }

    @Test
    void addressesAreSeenFromThePlaylist() {
        TrackNames flat = new FlatNames();

        assertThat(HlsManifest.media(FILM.get(0), flat))
                .contains("URI=\"../../init/v1080.mp4\"")
                .contains("\n../../segments/v1080-0.m4s\n");
    }

    @Test
    void aShortTailDoesNotCountAsPeakAlone() {
        Track track = Tracks.track(Tracks.video("v", 2, 2), 1000, 100, 4000, 400_000, 4000, 500_000, 400, 200_000);

        // 700,000 bytes in 4.4 s, not 200,000 in 0.4 s.
        assertThat(Bandwidth.of(track).peak()).isEqualTo(1_272_728);
        assertThat(Bandwidth.of(track).average()).isEqualTo(1_047_620);
    }

    @Test
    void aTrackOfOneShortSegmentHasItsAverageAsPeak() {
        Track track = Tracks.track(Tracks.video("v", 2, 2), 1000, 10, 400, 50_000);

        assertThat(Bandwidth.of(track)).isEqualTo(new Bandwidth(1_000_000, 1_000_000));
    }

    @Test
    void refusesSegmentsWithAGap() {
        StoredObject object = new StoredObject(1, "00");
        List<Segment> gap = List.of(new Segment(0, 0, 100, object), new Segment(1, 101, 100, object));
        List<Segment> skipped = List.of(new Segment(0, 0, 100, object), new Segment(2, 100, 100, object));

        assertThatThrownBy(() -> new Track(Tracks.video("v", 2, 2), 100, 2, gap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins at 101");
        assertThatThrownBy(() -> new Track(Tracks.video("v", 2, 2), 100, 2, skipped))
                .hasMessageContaining("has number 2");
    }

    @ParameterizedTest
    @CsvSource({
        "eng,en",
        "ger,de",
        "deu,de",
        "fre,fr",
        "de,de",
        "pt-br,pt-BR",
        "zh-Hant-TW,zh-Hant-TW",
        "fil,fil",
        "tlh,tlh"
    })
    void knowsLanguagesByTheirShortestTag(String given, String tag) {
        assertThat(LanguageTag.of(given)).contains(tag);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"und", "''", "'a\",URI=\"x'", "' '", "'en\n#EXT'", "12", "null"},
            nullValues = "null")
    void leavesOutWhatIsNoLanguage(String given) {
        assertThat(LanguageTag.of(given)).isEmpty();
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = ManifestsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private record FlatNames() implements TrackNames {
        @Override
        public String init(String rendition) {
            return "init/" + rendition + ".mp4";
        }

        @Override
        public String segment(String rendition, int number) {
            return "segments/" + rendition + "-" + number + ".m4s";
        }

        @Override
        public String mediaPlaylist(String rendition) {
            return "playlists/hls/" + rendition + ".m3u8";
        }

        @Override
        public String segmentTemplate(String rendition) {
            return "segments/" + rendition + "-$Number$.m4s";
        }
    }
}
