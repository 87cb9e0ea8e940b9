package dev.segue.media.ffmpeg;

import dev.segue.contract.Rational;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The options with which a source of unknown origin is opened. FFmpeg guesses formats by content and some formats name other files
 * or hosts, so it is told the one demuxer that the scanner recognised and the one transport the source comes by, and may use no
 * other. Pure functions; the option names are those of FFmpeg 8.
 */
public final class InputGuard {
    /** Containers that are taken, as FFmpeg names their demuxers: none of them names other files. */
    public static final Set<String> DEMUXERS =
            Set.of("mov", "matroska", "mpegts", "avi", "flv", "asf", "mxf", "mpeg", "ogg", "rm");

    /** One block of memory; an 8K picture of 16 bit has 200 MB. */
    private static final String MAX_ALLOC = String.valueOf(512L << 20);

    /** 8K with room for its padding. */
    private static final String MAX_PIXELS = String.valueOf(8192L * 8192);

    /** A microsecond too few would land on the key frame before; the next one is never as near as this. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.0005");

    /** Where a seek is no exact thing, better a little too early: what comes before is trimmed anyway. */
    private static final BigDecimal INACCURACY = new BigDecimal("-0.1");

    private InputGuard() {}

    /**
     * Whether a seek lands exactly on the key frame asked for, since the container has an index of them; elsewhere it lands
     * somewhere before.
     */
    public static boolean seeksExactly(String demuxer) {
        return demuxer.equals("mov") || demuxer.equals("matroska");
    }

    /**
     * The options, to stand before {@link #input}, that have FFmpeg begin with the key frame at a time, or somewhere before it where
     * {@link #seeksExactly} does not hold.
     *
     * @param keyFrame in ticks
     * @param timeBase seconds a tick
     */
    public static List<String> seek(String demuxer, long keyFrame, Rational timeBase) {
        BigDecimal seconds = BigDecimal.valueOf(keyFrame)
                .multiply(BigDecimal.valueOf(timeBase.num()))
                .divide(BigDecimal.valueOf(timeBase.den()), MathContext.DECIMAL64)
                .add(seeksExactly(demuxer) ? ROUNDING : INACCURACY);
        return List.of("-seek_timestamp", "1", "-noaccurate_seek", "-ss", seconds.toPlainString());
    }

    /**
     * Everything up to and including {@code -i} and the address. Options that belong to the same input ({@code -ss},
     * {@code -noautorotate}) go before.
     *
     * @param demuxer one of {@link #DEMUXERS}
     * @param source a {@code file}, {@code http} or {@code https} address
     * @throws IllegalArgumentException for any other demuxer or transport
     */
    public static List<String> input(String demuxer, URI source) {
        List<String> arguments = new ArrayList<>(options(demuxer, source));
        arguments.add("-i");
        arguments.add(address(source));
        return List.copyOf(arguments);
    }

    /** The options of {@link #input} without {@code -i} and the address. */
    public static List<String> options(String demuxer, URI source) {
        if (!DEMUXERS.contains(demuxer)) {
            throw new IllegalArgumentException("not a container that is taken: " + demuxer);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-max_alloc", MAX_ALLOC,
                "-protocol_whitelist", protocols(source),
                "-format_whitelist", demuxer,
                "-f", demuxer,
                "-max_pixels", MAX_PIXELS));
        if (!scheme(source).equals("file")) {
            // A store that hangs or restarts is given some seconds; an object that is not there (4xx) is not asked for
            // again.
            arguments.addAll(List.of(
                    "-rw_timeout", "10000000",
                    "-reconnect", "1",
                    "-reconnect_on_network_error", "1",
                    "-reconnect_on_http_error", "5xx",
                    "-reconnect_delay_max", "4",
                    "-reconnect_delay_total_max", "20"));
        }
        return List.copyOf(arguments);
    }

    /** The address as FFmpeg reads it; {@code file:} in front, so that a name cannot pass for an address or an option. */
    public static String address(URI source) {
        return scheme(source).equals("file") ? "file:" + Path.of(source) : source.toString();
    }

    private static String protocols(URI source) {
        return switch (scheme(source)) {
            case "file" -> "file";
            case "http" -> "http,tcp";
            case "https" -> "https,tls,tcp";
            default -> throw new IllegalArgumentException("not a transport that is taken: " + scheme(source));
        };
    }

    private static String scheme(URI source) {
        return String.valueOf(source.getScheme()).toLowerCase(Locale.ROOT);
    }
}
