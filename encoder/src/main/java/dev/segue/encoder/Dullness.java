package dev.segue.encoder;

import dev.segue.contract.Stretch;
import dev.segue.contract.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where picture or sound is dull: black, standing still, silent. FFmpeg's filters find it and write it to a file; what it means
 * {@link DullStretches} judges.
 *
 * <p>What is dull in the output but not in the source is a fault of the encoder. Near a threshold the two would differ for nothing, so
 * that the source is let off by {@link Threshold#LENIENT} ones.
 */
final class Dullness {
    private static final String SOURCE = "source.dull";
    private static final String SOURCE_LENIENT = "source-lenient.dull";

    private Dullness() {}

    /** How dull is dull. */
    enum Threshold {
        /** 98 % of the pixels darker than a tenth; a thousandth of difference on average; -60 dB. */
        USUAL("pix_th=0.10:pic_th=0.98", "n=0.001", "n=-60dB"),
        LENIENT("pix_th=0.15:pic_th=0.90", "n=0.02", "n=-50dB");

        private final String black;
        private final String freeze;
        private final String silence;

        Threshold(String black, String freeze, String silence) {
            this.black = black;
            this.freeze = freeze;
            this.silence = silence;
        }
    }

    /** Filters for the picture that is going to be encoded. */
    static String sourcePicture() {
        return picture(Threshold.USUAL, SOURCE) + "," + picture(Threshold.LENIENT, SOURCE_LENIENT);
    }

    /** Filters for the sound that is going to be encoded. */
    static String sourceSound() {
        return sound(Threshold.USUAL, SOURCE) + "," + sound(Threshold.LENIENT, SOURCE_LENIENT);
    }

    /** Filters that look at pictures and let them pass. */
    static String picture(Threshold threshold, String file) {
        return "blackdetect=d=0:" + threshold.black + ",freezedetect=d=0.25:" + threshold.freeze
                + ",metadata=mode=print:file=" + file + ",metadata=mode=delete";
    }

    /** Filters that listen to sound and let it pass. */
    static String sound(Threshold threshold, String file) {
        return "silencedetect=d=0.25:" + threshold.silence + ",ametadata=mode=print:file=" + file
                + ",ametadata=mode=delete";
    }

    /** What FFmpeg has written; nothing where it found nothing. */
    static List<Stretch> read(Path file, long fromUs, long toUs) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return DullStretches.read(lines, fromUs, toUs);
        }
    }

    /** The warnings about a unit whose source was watched in {@code scratch} while it was encoded. */
    static List<Warning> warnings(Path scratch, List<Stretch> output, long fromUs, long toUs) throws IOException {
        List<Stretch> source = read(scratch.resolve(SOURCE), fromUs, toUs);
        Path watched = scratch.resolve(SOURCE_LENIENT);
        // A source that nobody has watched proves nothing against the output.
        List<Stretch> accused = Files.exists(watched) ? output : List.of();
        return DullStretches.notable(source, read(watched, fromUs, toUs), accused, fromUs, toUs).stream()
                .map(Stretch::warning)
                .toList();
    }
}
