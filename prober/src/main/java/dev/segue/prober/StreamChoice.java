package dev.segue.prober;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import dev.segue.contract.RejectionCode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of several streams a film is made of. Picture: those marked as default first, then the largest, then the one with the lowest
 * number. Sound: those marked as default first, then the lowest number; the first that decodes is taken.
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
            boolean cover = streams.stream().anyMatch(SourceStream::isCover);
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

    /** What is odd about the streams, given the ones that were taken. */
    void warn(SourceStream picture, MediaInfo.Video video, @Nullable SourceStream sound, Warnings warnings) {
        int ignoredPictures = pictures().size() - 1;
        if (ignoredPictures > 0) {
            warnings.add(
                    "ignored-video-streams",
                    "There are " + pictures().size() + " pictures in the file; stream " + picture.index() + " ("
                            + picture.width() + "x" + picture.height() + ") is used and the others are not.");
        }
        int ignoredSounds = sounds().size() - 1;
        if (sound != null && ignoredSounds > 0) {
            warnings.add(
                    "ignored-audio-streams",
                    "There are " + sounds().size() + " sound tracks in the file; stream " + sound.index()
                            + " is used and the others are not.");
        }
        if (sound != null && sound.channels() > 2) {
            warnings.add(
                    "audio-downmixed", "The sound has " + sound.channels() + " channels and is mixed down to stereo.");
        }
        if (sounds().isEmpty()) {
            warnings.add("no-audio", "There is no sound in the file; the film will be silent.");
        }
        if (streams.stream().anyMatch(SourceStream::isSubtitle)) {
            warnings.add("subtitles-ignored", "The file holds subtitles; they are not taken over.");
        }
        if (video.dynamicRange() != MediaInfo.DynamicRange.SDR) {
            warnings.add(
                    "hdr-tone-mapped",
                    "The picture is HDR (" + video.dynamicRange()
                            + ") and is brought down to the range of an ordinary screen.");
        }
        if (video.scan() == MediaInfo.Scan.INTERLACED) {
            warnings.add("interlaced-deinterlaced", "The picture is interlaced and is made progressive.");
        }
        rates(picture, video, warnings);
    }

    private static void rates(SourceStream picture, MediaInfo.Video video, Warnings warnings) {
        if (picture.oddRate()) {
            warnings.add(
                    "odd-frame-rate",
                    "The file names a frame rate that no film has; the times of its frames are used as they are.");
            return;
        }
        Rational average = picture.averageRate();
        Rational grid = picture.gridRate();
        if (video.scan() == MediaInfo.Scan.PROGRESSIVE && average != null && grid != null) {
            double ratio = average.toDouble() / grid.toDouble();
            // Rounding to milliseconds alone moves the average by one in a hundred.
            if (Math.abs(ratio - 1) > 0.03) {
                warnings.add("variable-frame-rate", "The frame rate varies; every frame keeps its own time.");
            }
        }
    }
}
