package dev.segue.ops.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rendition;
import dev.segue.contract.RenditionComplete;
import dev.segue.contract.Segment;
import dev.segue.contract.StoredObject;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MediaPlaylistTest {
    private static final String WHOLE = """
            #EXTM3U
            #EXT-X-TARGETDURATION:4
            #EXT-X-MAP:URI="init.mp4"
            #EXTINF:4.004000,
            00001.m4s
            #EXTINF:4.004001,
            00002.m4s
            #EXT-X-ENDLIST
            """;

    @Test
    void takesWhatSaysTheSame() {
        assertThat(MediaPlaylist.parse(WHOLE).difference(rendition())).isEmpty();
    }

    @Test
    void seesWhatAPlayerWouldTrip() {
        assertThat(found(WHOLE.replace("init.mp4", "other.mp4"))).isEqualTo("other.mp4");
        assertThat(found(WHOLE.replace("00002.m4s", "00003.m4s"))).isEqualTo("00003.m4s");
        assertThat(found(WHOLE.replace("#EXTINF:4.004001,\n00002.m4s\n", ""))).isEqualTo("1");
        assertThat(found(WHOLE.replace("4.004001", "4.005"))).isEqualTo("4.005");
        assertThat(found(WHOLE.replace("#EXT-X-ENDLIST", ""))).isEqualTo("none");
    }

    private static String found(String playlist) {
        return MediaPlaylist.parse(playlist).difference(rendition()).orElseThrow()[1];
    }

    private static RenditionComplete rendition() {
        StoredObject object = new StoredObject(10, "0".repeat(64));
        return new RenditionComplete(
                "film",
                1,
                new Job("film.mp4", null, null, null),
                new Rendition.Video("v360", "h264", "avc1.64001f", 640, 360, MediaInfo.DynamicRange.SDR),
                30_000,
                object,
                240,
                List.of(new Segment(0, 0, 120_120, object), new Segment(1, 120_120, 120_120, object)),
                List.of("v360"),
                null,
                null,
                null,
                List.of());
    }
}
