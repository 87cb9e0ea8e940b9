package dev.segue.prober;

import dev.segue.contract.Omission;
import dev.segue.contract.RejectionCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of several streams a film is made of. Picture: those marked as default first, then the largest, then the one with the lowest
 * number. Sound: those marked as default first, then the lowest number.
 */
final class StreamChoice {
    private final List<SourceStream> streams;

    StreamChoice(List<SourceStream> streams) {
        this.streams = List.copyOf(streams);
    }

    List<SourceStream> pictures() {
        return streams.stream().filter(SourceStream::isVideo).toList();
    }

    List<SourceStream> sounds() {
        return streams.stream().filter(SourceStream::isAudio).toList();
    }

    /** The picture, if there is one that can be worked on. */
    SourceStream picture() throws Refusal {
        List<SourceStream> pictures = pictures();
        if (pictures.isEmpty()) {
            boolean cover = hasCover();
            throw new Refusal(
                    RejectionCode.NO_VIDEO_STREAM,
                    cover
                            ? "The file holds sound and a cover picture, but no film: upload the film itself."
                            : "There is no picture in the file: upload a file that holds a film.",
                    Map.of("streams", String.valueOf(streams.size())));
        }
        if (pictures.stream().anyMatch(SourceStream::isEncrypted)) {
            throw new Refusal(
                    RejectionCode.ENCRYPTED,
                    "The picture is encrypted (DRM): upload the film without copy protection.",
                    Map.of("sampleEntry", pictures.get(0).tag()));
        }
        return pictures.stream()
                .filter(p -> p.hasCodec() && p.hasPicture())
                .min(Comparator.comparing((SourceStream p) -> !p.isDefault())
                        .thenComparing(SourceStream::area, Comparator.reverseOrder())
                        .thenComparing(SourceStream::index))
                .orElseThrow(() -> unusable(pictures.get(0)));
    }

    private static Refusal unusable(SourceStream picture) {
        if (!picture.hasCodec()) {
            return new Refusal(
                    RejectionCode.UNSUPPORTED_CODEC,
                    "There is no decoder for the picture (" + picture.tag()
                            + "): convert it to H.264 or HEVC, for example.",
                    Map.of("codec", picture.tag()));
        }
        return new Refusal(
                RejectionCode.UNDECODABLE_VIDEO,
                "A picture (" + picture.codec() + ") is announced, but not one frame of it can be read:"
                        + " check whether the file plays, and export it again.",
                Map.of("codec", picture.codec()));
    }

    /** The sound tracks in the order in which they are tried. */
    List<SourceStream> soundsByRank() {
        return sounds().stream()
                .sorted(Comparator.comparing((SourceStream s) -> !s.isDefault()).thenComparing(SourceStream::index))
                .toList();
    }

    /**
     * The sound that says how long the film is where no picture is wanted.
     *
     * @throws Refusal when there is none
     */
    SourceStream soundAlone() throws Refusal {
        if (!sounds().isEmpty() && sounds().stream().allMatch(SourceStream::isEncrypted)) {
            throw new Refusal(
                    RejectionCode.ENCRYPTED,
                    "The sound is encrypted (DRM): upload it without copy protection.",
                    Map.of("sampleEntry", sounds().getFirst().tag()));
        }
        return soundsByRank().stream()
                .filter(SourceStream::isDescribed)
                .findFirst()
                .orElseThrow(StreamChoice::noSound);
    }

    static Refusal noSound() {
        return new Refusal(
                RejectionCode.NO_AUDIO_STREAM,
                "The profile makes sound alone, and there is none in the file that can be decoded: upload one that has"
                        + " sound, or choose a profile with a picture.");
    }

    /** What of the source is no film, or not used of it. */
    List<Omission> passedOver(@Nullable SourceStream picture, boolean soundWanted) {
        List<Omission> leftOut = new ArrayList<>();
        for (SourceStream stream : streams) {
            if (stream.isVideo() && !stream.equals(picture)) {
                leftOut.add(
                        picture == null
                                ? LeftOut.NOT_ASKED_FOR.of(stream, "The profile makes no picture.")
                                : LeftOut.OTHER_CHOSEN.of(
                                        stream, "The picture of stream " + picture.index() + " is used."));
            } else if (stream.isAudio() && !soundWanted) {
                leftOut.add(LeftOut.NOT_ASKED_FOR.of(stream, "The profile makes no sound."));
            } else if (stream.isSubtitle()) {
                leftOut.add(LeftOut.NOT_SUPPORTED.of(stream, "Subtitles are not taken over."));
            }
        }
        return leftOut;
    }

    boolean hasCover() {
        return streams.stream().anyMatch(SourceStream::isCover);
    }

    boolean hasSubtitles() {
        return streams.stream().anyMatch(SourceStream::isSubtitle);
    }
}
