package dev.segue.prober;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.MediaInfo.DynamicRange;
import dev.segue.contract.Rational;
import dev.segue.contract.VideoRendition;
import dev.segue.prober.SoundTracks.Track;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is odd about a source, given what is made of it. Pure functions over what the checks found. */
final class Oddities {
    /** Rounding to milliseconds alone moves the average by one in a hundred. */
    private static final double SAME_RATE = 0.03;

    private Oddities() {}

    static void ofStreams(StreamChoice choice, Warnings warnings) {
        if (choice.hasCover()) {
            warnings.add(Oddity.COVER_IGNORED, "The file holds a cover picture beside the film; it is not used.");
        }
        if (choice.hasSubtitles()) {
            warnings.add(Oddity.SUBTITLES_IGNORED, "The file holds subtitles; they are not taken over.");
        }
    }

    static void ofPicture(SourceStream picture, int pictures, MediaInfo.Video video, Head head, Warnings warnings) {
        if (pictures > 1) {
            warnings.add(
                    Oddity.IGNORED_VIDEO_STREAMS,
                    "There are " + pictures + " pictures in the file; stream " + picture.index() + " (" + video.width()
                            + "x" + video.height() + ") is used and the others are not.");
        }
        if (video.rotation() != 0) {
            warnings.add(
                    Oddity.ROTATED,
                    "The file asks players to turn the picture by " + video.rotation()
                            + " degrees; it is turned for good.");
        }
        if (!video.sampleAspect().equals(new Rational(1, 1))) {
            warnings.add(
                    Oddity.NON_SQUARE_PIXELS,
                    "The pixels are not square (" + video.sampleAspect() + ") and become so.");
        }
        if (video.width() % 2 != 0 || video.height() % 2 != 0) {
            warnings.add(
                    Oddity.ODD_SIZE,
                    "The picture has " + video.width() + "x" + video.height()
                            + " pixels; a size that is odd loses a line or column, since codecs need even ones.");
        }
        if (video.scan() == MediaInfo.Scan.INTERLACED) {
            warnings.add(Oddity.INTERLACED, "The picture is interlaced and is made progressive.");
        }
        if (video.fullRange()) {
            warnings.add(
                    Oddity.FULL_RANGE,
                    "The picture uses the full range of values and is brought to that of television.");
        }
        if (head.captions()) {
            warnings.add(Oddity.CAPTIONS_IGNORED, "The picture carries closed captions; they are not taken over.");
        }
        rates(picture, video, head, warnings);
    }

    private static void rates(SourceStream picture, MediaInfo.Video video, Head head, Warnings warnings) {
        if (picture.oddRate()) {
            warnings.add(
                    Oddity.ODD_FRAME_RATE,
                    "The file names a frame rate that no film has; the times of its frames are used as they are.");
            return;
        }
        Rational average = picture.averageRate();
        Rational grid = picture.gridRate();
        boolean drifts = video.scan() == MediaInfo.Scan.PROGRESSIVE
                && average != null
                && grid != null
                && Math.abs(average.toDouble() / grid.toDouble() - 1) > SAME_RATE;
        if (drifts || head.irregular()) {
            warnings.add(Oddity.VARIABLE_FRAME_RATE, "The frame rate varies; every frame keeps its own time.");
        }
    }

    /** What becomes of brightness and colours. */
    static void ofColours(
            SourceStream picture, MediaInfo.Video video, Head head, List<VideoRendition> made, Warnings warnings) {
        List<String> toned = made.stream()
                .filter(r -> r.dynamicRange() == DynamicRange.SDR)
                .map(VideoRendition::id)
                .toList();
        if (video.dynamicRange() != DynamicRange.SDR && !toned.isEmpty()) {
            warnings.add(
                    Oddity.HDR_TONE_MAPPED,
                    "The picture is HDR (" + video.dynamicRange() + ") and is brought down to the range of an ordinary"
                            + " screen in "
                            + (toned.size() == made.size() ? "all renditions" : String.join(", ", toned))
                            + ".");
        }
        SideData.DolbyVision dolby = picture.dolbyVision();
        if (dolby != null) {
            warnings.add(
                    Oddity.DOLBY_VISION,
                    "The picture is Dolby Vision of profile " + dolby.profile()
                            + "; what ordinary decoders see of it is used, its own metadata is not.");
        }
        if (head.hdr10Plus()) {
            warnings.add(Oddity.HDR10_PLUS, "The brightness that HDR10+ tells scene by scene is not taken over.");
        }
        PixelFormat own = PixelFormat.parse(video.pixelFormat());
        String reduced = made.stream()
                .map(r -> PixelFormat.parse(r.pixelFormat()))
                .filter(f -> f.tellsLessThan(own))
                .map(PixelFormat::toString)
                .distinct()
                .collect(Collectors.joining(" or "));
        if (!reduced.isEmpty()) {
            warnings.add(
                    Oddity.COLOUR_REDUCED,
                    "The picture has " + own + " and is made in " + reduced + ", which players can show.");
        }
    }

    static void ofSound(List<Track> tracks, List<SoundProfile> rules, int streams, Warnings warnings) {
        if (streams == 0) {
            warnings.add(Oddity.NO_AUDIO, "There is no sound in the file; the film will be silent.");
        }
        for (Track track : tracks) {
            int index = track.stream().index();
            int channels = track.stream().channels();
            if (track.alike() > 0) {
                warnings.add(
                        Oddity.MONO_TRACKS,
                        "There are " + (track.alike() + 1)
                                + " mono sound tracks that nothing tells apart, as cameras and"
                                + " mixers write them; stream " + index + " is used and the others are not.");
            }
            boolean kept = SoundRules.isSurround(track) && rules.stream().anyMatch(SoundProfile::keepsSurround);
            if (channels > 2) {
                warnings.add(
                        Oddity.AUDIO_DOWNMIXED,
                        "Sound track " + index + " has " + channels + " channels and is mixed down to stereo"
                                + (kept ? "; 5.1 is made beside." : "."));
            }
        }
        if (rules.stream().noneMatch(SoundProfile::everyTrack) && !tracks.isEmpty() && streams > 1) {
            warnings.add(
                    Oddity.IGNORED_AUDIO_STREAMS,
                    "There are " + streams + " sound tracks in the file; stream "
                            + tracks.getFirst().stream().index() + " is used and the others are not.");
        }
    }
}
