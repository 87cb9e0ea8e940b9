package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.segue.contract.Rejected;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no film is refused before anything decodes it; nothing outside the job is read and nobody is called. */
class HostileUploadIT {
    @TempDir
    Path folder;

    @Test
    void disguisedFilesCallNobodyAndReadNothing() throws Exception {
        Path canary = Files.writeString(folder.resolve("canary.txt"), "canary-5f1b");
        AtomicInteger calls = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try (Socket caller = socket.accept()) {
                        calls.incrementAndGet();
                    } catch (java.io.IOException e) {
                        return;
                    }
                }
            });
            String http = "http://127.0.0.1:" + socket.getLocalPort() + "/x.ts";
            Map<String, String> uploads = Map.of(
                    "playlist.mp4",
                            "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n" + http + "\n#EXTINF:4,\nfile://" + canary
                                    + "\n#EXT-X-ENDLIST\n",
                    "concat.mp4", "ffconcat version 1.0\nfile '" + canary + "'\nfile '" + http + "'\n",
                    "picture.mp4",
                            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                                    + " width=\"300\" height=\"200\"><image xlink:href=\"" + http + "\"/></svg>",
                    "manifest.mp4",
                            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>" + http
                                    + "</BaseURL></MPD>");

            for (Map.Entry<String, String> upload : uploads.entrySet()) {
                Path file = Files.writeString(folder.resolve(upload.getKey()), upload.getValue());
                Rejected rejected = Pipeline.shared().rejected(file);
                assertThat(rejected.stage()).as(upload.getKey()).isEqualTo("scanner");
                assertThat(rejected.toString()).as(upload.getKey()).doesNotContain("canary-5f1b");
            }
        }
        assertThat(calls).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "evil_hls_in_avi_read_passwd.avi, PLAYLIST_DISGUISED",
        "evil_ssrf_playlist.avi, PLAYLIST_DISGUISED",
        "evil_ssrf.svg, IMAGE_NOT_VIDEO",
        "evil_ffconcat_abs.mp4, 'PLAYLIST_DISGUISED|SCRIPT_DISGUISED'",
        "zero_duration_aux_tracks.mp4, 'ZERO_DURATION|DIMENSIONS_UNDER_LIMIT'",
        "drm_widevine_fragmented.mp4, 'ENCRYPTED|UNREADABLE'",
        "vp9_invalid_bitstream.webm, UNDECODABLE_VIDEO",
        "audio_only_aac.mp4, NO_VIDEO_STREAM",
        "truncated_claims_1132s.mkv, TRUNCATED",
        "no_moov_32_bytes.mp4, UNREADABLE",
        "zero_frame_video.ts, 'UNDECODABLE_VIDEO|NO_VIDEO_STREAM'"
    })
    void theCorpusIsRefusedWithAFittingCode(String name, String codes) throws Exception {
        Path file = Pipeline.corpus().resolve(name);
        assumeTrue(Files.exists(file), "the corpus of odd files is not beside the project");

        Rejected rejected = Pipeline.shared().rejected(file);

        assertThat(rejected.code().name()).matches(codes);
        assertThat(rejected.stage()).isIn("scanner", "prober");
        assertThat(rejected.sentence()).doesNotContain("root:x:").endsWith(".");
    }
}
