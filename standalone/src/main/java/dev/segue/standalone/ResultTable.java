package dev.segue.standalone;

import dev.segue.contract.Published;
import dev.segue.contract.Rendition;
import java.nio.file.Path;
import java.util.Locale;

/** The short table of what was made. */
final class ResultTable {
    private static final String ROW = "  %-10s %-14s %-10s %12s %12s %10s%n";

    private ResultTable() {}

    static String of(String file, Path folder, Published published) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%s -> %s (%.1f s)%n", file, folder, published.durationUs() / 1e6));
        text.append(String.format(Locale.ROOT, ROW, "rendition", "codec", "size", "bit rate", "bytes", "frames"));
        for (Published.Made made : published.renditions()) {
            String size =
                    switch (made.rendition()) {
                        case Rendition.Video v -> v.width() + "x" + v.height();
                        case Rendition.Audio a -> a.channels() + " ch";
                    };
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    made.rendition().id(),
                    made.rendition().codecs(),
                    size,
                    made.averageBandwidthBps() / 1000 + " kb/s",
                    made.bytes(),
                    made.frames()));
        }
        text.append("  play: ").append(folder.resolve("master.m3u8"));
        text.append("  ").append(folder.resolve("manifest.mpd"));
        return text.toString();
    }
}
