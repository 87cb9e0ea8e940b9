package dev.segue.prober;

import com.fasterxml.jackson.databind.JsonNode;
import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One stream as ffprobe shows it. Fields may be missing, zero or nonsense: every reading says what it makes of that. */
final class SourceStream {
    private static final Set<String> ENCRYPTED = Set.of("encv", "enca", "drmi", "drms");
    /** Beyond these, what the container says of the rate is a slip and not a rate. */
    private static final Rational FASTEST = new Rational(300, 1);

    private static final Rational SLOWEST = new Rational(1, 2);

    private final JsonNode node;

    SourceStream(JsonNode node) {
        this.node = node;
    }

    int index() {
        return node.path("index").asInt();
    }

    boolean isVideo() {
        return text("codec_type").equals("video") && !flag("attached_pic") && !flag("timed_thumbnails");
    }

    boolean isCover() {
        return text("codec_type").equals("video") && !isVideo();
    }

    boolean isAudio() {
        return text("codec_type").equals("audio");
    }

    boolean isSubtitle() {
        return text("codec_type").equals("subtitle");
    }

    boolean isEncrypted() {
        return ENCRYPTED.contains(text("codec_tag_string"));
    }

    boolean isDefault() {
        return flag("default");
    }

    boolean hasCodec() {
        return !codec().isEmpty();
    }

    /** FFmpeg's name of the codec, or empty. */
    String codec() {
        String name = text("codec_name");
        return name.equals("unknown") || name.equals("none") ? "" : name;
    }

    /** What the container calls the codec. */
    String tag() {
        return text("codec_tag_string");
    }

    int width() {
        return node.path("width").asInt();
    }

    int height() {
        return node.path("height").asInt();
    }

    long area() {
        return (long) width() * height();
    }

    int channels() {
        return node.path("channels").asInt();
    }

    int sampleRate() {
        return node.path("sample_rate").asInt();
    }

    boolean hasPicture() {
        return width() > 0
                && height() > 0
                && !text("pix_fmt").isEmpty()
                && !text("pix_fmt").equals("unknown");
    }

    Rational timeBase() {
        Rational base = rational("time_base");
        return base == null ? new Rational(1, 1_000_000) : base;
    }

    /** Frames a second on average, absent where the container says none or nonsense. */
    @Nullable
    Rational averageRate() {
        return sane(rational("avg_frame_rate"));
    }

    /** Frames a second of the finest grid that all time stamps lie on, absent where there is none. */
    @Nullable
    Rational gridRate() {
        return sane(rational("r_frame_rate"));
    }

    @Nullable
    Rational frameRate() {
        Rational average = averageRate();
        return average == null ? gridRate() : average;
    }

    /** The rate is named, but none that a film can have. */
    boolean oddRate() {
        Rational average = rational("avg_frame_rate");
        Rational grid = rational("r_frame_rate");
        return (average != null && sane(average) == null) || (grid != null && sane(grid) == null);
    }

    private static @Nullable Rational sane(@Nullable Rational rate) {
        return rate == null || rate.compareTo(FASTEST) > 0 || rate.compareTo(SLOWEST) < 0 ? null : rate;
    }

    /** The duration the container gives this stream, in microseconds. */
    @Nullable
    Long durationUs() {
        return micros(node.path("duration"));
    }

    @Nullable
    Long startUs() {
        return micros(node.path("start_time"));
    }

    /** How many frames the container's index names, 0 when it does not say. */
    long indexedFrames() {
        return node.path("nb_frames").asLong();
    }

    @Nullable
    String language() {
        String language = node.path("tags").path("language").asText("").strip();
        return language.isEmpty() || language.equals("und") || !language.matches("[A-Za-z0-9-]{2,16}")
                ? null
                : language;
    }

    /** Only for a stream that {@link #hasPicture()}. */
    MediaInfo.Video video() {
        return new MediaInfo.Video(
                index(),
                codecOrUnknown(),
                text("profile").isEmpty() ? null : text("profile"),
                width(),
                height(),
                rotation(),
                sampleAspect(),
                text("pix_fmt"),
                timeBase(),
                frameRate(),
                scan(),
                range(),
                text("color_range").equals("pc") || text("pix_fmt").startsWith("yuvj"),
                colour("color_primaries"),
                colour("color_space"),
                null,
                null);
    }

    /** What ffprobe cannot name is listed all the same, so that a warning can point at it. */
    private String codecOrUnknown() {
        return codec().isEmpty() ? "unknown" : codec();
    }

    MediaInfo.Audio audio() {
        return new MediaInfo.Audio(
                index(), codecOrUnknown(), sampleRate(), channels(), null, language(), AudioRole.MAIN, null);
    }

    private MediaInfo.Scan scan() {
        return switch (text("field_order")) {
            case "tt", "bb", "tb", "bt" -> MediaInfo.Scan.INTERLACED;
            default -> MediaInfo.Scan.PROGRESSIVE;
        };
    }

    private MediaInfo.DynamicRange range() {
        return switch (text("color_transfer")) {
            case "smpte2084" -> MediaInfo.DynamicRange.PQ;
            case "arib-std-b67" -> MediaInfo.DynamicRange.HLG;
            default -> MediaInfo.DynamicRange.SDR;
        };
    }

    private @Nullable String colour(String field) {
        String name = text(field);
        return name.isEmpty() || name.equals("unknown") || name.equals("reserved") ? null : name;
    }

    /** ffprobe gives the display matrix counter-clockwise. */
    private int rotation() {
        for (JsonNode data : node.path("side_data_list")) {
            if (data.has("rotation")) {
                long quarters = Math.round(-data.path("rotation").asDouble() / 90);
                return (int) Math.floorMod(quarters, 4L) * 90;
            }
        }
        return 0;
    }

    private Rational sampleAspect() {
        Rational aspect = rational("sample_aspect_ratio");
        // Pixels ten times as wide as high are a slip of whoever wrote the file.
        boolean believable = aspect != null
                && aspect.isPositive()
                && aspect.num() <= aspect.den() * 10
                && aspect.den() <= aspect.num() * 10;
        return aspect != null && believable ? aspect : new Rational(1, 1);
    }

    private @Nullable Rational rational(String field) {
        String text = text(field);
        if (!text.matches("-?\\d{1,12}[/:]\\d{1,12}")) {
            return null;
        }
        String[] parts = text.split("[/:]", 2);
        long den = Long.parseLong(parts[1]);
        long num = Long.parseLong(parts[0]);
        return den == 0 || num == 0 ? null : new Rational(num, den);
    }

    static @Nullable Long micros(JsonNode seconds) {
        String text = seconds.asText("");
        if (!text.matches("-?\\d{1,12}(\\.\\d{1,12})?")) {
            return null;
        }
        return new BigDecimal(text)
                .movePointRight(6)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private boolean flag(String disposition) {
        return node.path("disposition").path(disposition).asInt() == 1;
    }

    private String text(String field) {
        return node.path(field).asText("");
    }
}
