package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stream as ffprobe shows it: every reading says what it makes of fields that are missing or nonsense. */
final class SourceStream {
    private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "drmi", "drms");

    /** Beyond these, what the container says of the rate is a slip and not a rate. */
    private static final Rational FASTEST = new Rational(300, 1);

    private static final Rational SLOWEST = new Rational(1, 2);
    private static final int LONGEST_TITLE = 100;

    private final StreamFields fields;

    SourceStream(JsonNode node) {
        this.fields = new StreamFields(node);
    }

    int index() {
        return fields.number("index");
    }

    boolean isVideo() {
        return fields.text("codec_type").equals("video")
                && !fields.flag("attached_pic")
                && !fields.flag("timed_thumbnails");
    }

    boolean isCover() {
        return fields.text("codec_type").equals("video") && !isVideo();
    }

    boolean isAudio() {
        return fields.text("codec_type").equals("audio");
    }

    boolean isSubtitle() {
        return fields.text("codec_type").equals("subtitle");
    }

    boolean isEncrypted() {
        return ENCRYPTED.contains(tag());
    }

    boolean isDefault() {
        return fields.flag("default");
    }

    boolean hasCodec() {
        return !codec().isEmpty();
    }

    /** FFmpeg's name of the codec, or empty. */
    String codec() {
        String name = fields.text("codec_name");
        return name.equals("unknown") || name.equals("none") ? "" : name;
    }

    /** What the container calls the codec. */
    String tag() {
        return fields.text("codec_tag_string");
    }

    int width() {
        return fields.number("width");
    }

    int height() {
        return fields.number("height");
    }

    long area() {
        return (long) width() * height();
    }

    int channels() {
        return fields.number("channels");
    }

    /** Whether the container says all of a sound track that a decoder must know. */
    boolean isDescribed() {
        return hasCodec() && channels() > 0 && fields.number("sample_rate") > 0;
    }

    /** Equal for sound tracks that nothing but their number tells apart. */
    String likeness() {
        return String.join(
                "|",
                codec(),
                fields.text("sample_rate"),
                String.valueOf(channels()),
                String.valueOf(language()),
                String.valueOf(title()),
                String.valueOf(specialRole()));
    }

    boolean hasPicture() {
        return width() > 0 && height() > 0 && fields.known("pix_fmt") != null;
    }

    Rational timeBase() {
        Rational base = fields.rational("time_base");
        return base == null ? new Rational(1, 1_000_000) : base;
    }

    /** Frames a second on average, absent where the container says none or nonsense. */
    @Nullable
    Rational averageRate() {
        return sane(fields.rational("avg_frame_rate"));
    }

    /** Frames a second of the finest grid that all time stamps lie on, absent where there is none. */
    @Nullable
    Rational gridRate() {
        return sane(fields.rational("r_frame_rate"));
    }

    @Nullable
    Rational frameRate() {
        Rational average = averageRate();
        return average == null ? gridRate() : average;
    }

    /** The rate is named, but none that a film can have. */
    boolean oddRate() {
        Rational average = fields.rational("avg_frame_rate");
        Rational grid = fields.rational("r_frame_rate");
        return (average != null && sane(average) == null) || (grid != null && sane(grid) == null);
    }

    private static @Nullable Rational sane(@Nullable Rational rate) {
        return rate == null || rate.compareTo(FASTEST) > 0 || rate.compareTo(SLOWEST) < 0 ? null : rate;
    }

    /** The duration the container gives this stream, in microseconds. */
    @Nullable
    Long durationUs() {
        return StreamFields.micros(fields.node().path("duration"));
    }

    @Nullable
    Long startUs() {
        return StreamFields.micros(fields.node().path("start_time"));
    }

    /** How many frames the container's index names, 0 when it does not say. */
    long indexedFrames() {
        return fields.node().path("nb_frames").asLong();
    }

    @Nullable
    String language() {
        String language = fields.tag("language");
        return language.equals("und") || !language.matches("[A-Za-z0-9-]{2,16}") ? null : language;
    }

    /** What the container calls the track, absent where it does not. */
    @Nullable
    String title() {
        String title = fields.tag("title").replaceAll("\\p{Cntrl}", "\uFFFD");
        return title.isEmpty() ? null : title.substring(0, Math.min(LONGEST_TITLE, title.length()));
    }

    /** What a sound track is for where the container says that it is not the film's own sound. */
    @Nullable
    AudioRole specialRole() {
        if (fields.flag("comment")) {
            return AudioRole.COMMENTARY;
        }
        if (fields.flag("visual_impaired") || fields.flag("descriptions")) {
            return AudioRole.DESCRIPTION;
        }
        return fields.flag("dub") ? AudioRole.DUB : null;
    }

    SideData.@Nullable DolbyVision dolbyVision() {
        return fields.sideData().dolbyVision();
    }

    /** Only for a stream that {@link #hasPicture()}. */
    MediaInfo.Video video(Head head) {
        return StreamInfo.video(this, fields, head);
    }

    MediaInfo.Audio audio(AudioRole role) {
        return StreamInfo.audio(this, fields, role);
    }
}
