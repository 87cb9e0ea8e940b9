package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.segue.contract.Rejected;
import dev.segue.contract.RejectionCode;
import dev.segue.ops.VideoOutcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aPictureOfManyPixelsInAFewBytesIsRefused() throws Exception {
        // 256 million white pixels of one bit: as YUV they would take 384 MB a frame.
        made("pixels.mov", "-f lavfi -i color=black:s=16000x16000:r=1:d=1,format=monob -c:v png -frames:v 1");

        Rejected rejected = Pipeline.shared().rejected(folder.resolve("pixels.mov"));

        assertThat(Files.size(folder.resolve("pixels.mov"))).isLessThan(40_000);
        assertThat(rejected.code()).as(rejected.sentence()).isEqualTo(RejectionCode.DIMENSIONS_OVER_LIMIT);
    }

    @Test
    void anIndexThatNamesMillionsOfFramesIsRefused() throws Exception {
        made("one.mp4", "-f lavfi -i testsrc2=s=160x90:r=25:d=0.04 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        ByteBuffer film = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("one.mp4")));
        int frames = 50_000_000;
        // One sample size for all, one duration for all, all in one chunk (ISO/IEC 14496-12, 8.7.3, 8.6.1, 8.7.4).
        film.putInt(box(film, "stsz") + 4, 1).putInt(box(film, "stsz") + 8, frames);
        film.putInt(box(film, "stts") + 8, frames);
        film.putInt(box(film, "stsc") + 12, frames);
        Path bomb = Files.write(folder.resolve("frames.mp4"), film.array());

        Rejected rejected = Pipeline.shared().rejected(bomb);

        assertThat(Files.size(bomb)).isLessThan(10_000);
        assertThat(rejected.code().name())
                .as(rejected.sentence())
                .isIn("FRAMES_OVER_LIMIT", "UNREADABLE", "UNDECODABLE_VIDEO", "TRUNCATED", "DURATION_OVER_LIMIT");
    }

    @Test
    void twentyFramesOverElevenHoursAreNotMadeIntoAMillion() throws Exception {
        made(
                "sparse.mkv",
                "-f lavfi -i testsrc2=s=160x90:r=25:d=0.8 -vf setpts=N*2000/TB -fps_mode passthrough -c:v libx264"
                        + " -preset ultrafast -pix_fmt yuv420p");

        switch (Pipeline.shared().run(folder.resolve("sparse.mkv"), "tiny")) {
            case VideoOutcome.Playable playable ->
                assertThat(playable.published().renditions()).allSatisfy(made -> {
                    assertThat(made.segments()).isLessThanOrEqualTo(20);
                    assertThat(made.bytes()).isLessThan(1_000_000);
                });
            case VideoOutcome.Refused refused ->
                assertThat(refused.rejected().code().name()).isIn("FRAMES_OVER_LIMIT", "DURATION_OVER_LIMIT");
            case VideoOutcome other -> throw new AssertionError(other.toString());
        }
    }

    private void made(String name, String options) {
        Tool.ffmpeg(folder, (options + " " + name).split(" "));
    }

    /** Where the content of the first box of a type begins, after the type. */
    private static int box(ByteBuffer film, String type) {
        byte[] wanted = type.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i + 4 <= film.limit(); i++) {
            if (Arrays.equals(film.array(), i, i + 4, wanted, 0, 4)) {
                return i + 4;
            }
        }
        throw new IllegalArgumentException("no " + type);
    }
}
