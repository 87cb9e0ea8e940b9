package dev.segue.scanner;

import dev.segue.contract.RejectionCode;
import dev.segue.scanner.Finding.Container;
import dev.segue.scanner.Finding.NoFilm;

/**
 * AVI. Its subtitle streams have been used to hand playlists to FFmpeg, which then read the host's files: FFmpeg guesses the
 * format of what a subtitle stream holds.
 */
final class Avi {
    private static final int CHUNK_HEADER = 8;
    private static final int LIST_HEADER = 12;

    private Avi() {}

    static boolean is(Head head) {
        return head.has(0, "RIFF") && head.has(8, "AVI ");
    }

    static Finding judge(Head head) {
        if (!hasPlaylist(head)) {
            return new Container("avi");
        }
        // A film of a screen that shows a playlist has the same letters nowhere in the clear, but a comment might.
        boolean inSubtitles = head.indexOf("GAB2", 0, head.length()) >= 0;
        return inSubtitles || !hasPicture(head)
                ? new NoFilm(
                        RejectionCode.PLAYLIST_DISGUISED, "an AVI file that carries an HLS playlist instead of a film")
                : new Container("avi");
    }

    private static boolean hasPlaylist(Head head) {
        int start = head.indexOf("#EXTM3U", 0, head.length());
        return start >= 0 && head.indexOf("#EXT-X-", start, head.length()) >= 0;
    }

    /** Whether the headers announce a stream of pictures, or of DV, which holds both. */
    private static boolean hasPicture(Head head) {
        long offset = LIST_HEADER;
        while (offset + LIST_HEADER <= head.length()) {
            int at = (int) offset;
            String id = head.text(at, 4);
            if (id.equals("strh")) {
                String kind = head.text(at + CHUNK_HEADER, 4);
                if (kind.equals("vids") || kind.equals("iavs")) {
                    return true;
                }
            }
            if (id.equals("LIST") && (head.has(at + 8, "hdrl") || head.has(at + 8, "strl"))) {
                offset += LIST_HEADER;
            } else {
                long size = head.u32le(at + 4);
                // Chunks begin at even places.
                offset += CHUNK_HEADER + size + (size & 1);
            }
        }
        return false;
    }
}
