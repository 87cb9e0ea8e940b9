package dev.segue.encoder;

import dev.segue.contract.MediaInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What each channel of the output is made of (ITU-R BS.775-3, annex 4, table 2), as FFmpeg's filter {@code pan}: the front channels
 * as they are, centre and surrounds 3 dB lower, no low-frequency effects. The sums may exceed full scale; nothing is lost by that,
 * since samples are floating-point numbers, and {@link Gain} brings them down as far as the measured peak asks for.
 */
final class Downmix {
    /** A channel that goes to both sides, and the square root of a half again for one that is a mix of two surrounds. */
    private static final String HALF_POWER = "0.707107";

    private static final String QUARTER_POWER = "0.5";

    /** FFmpeg's text for channels in an order of the file's own: {@code 6 channels (FC+FL+FR+BL+BR+LFE)}. */
    private static final Pattern OWN_ORDER = Pattern.compile("\\d+ channels \\(([^)]+)\\)");

    private Downmix() {}

    /** The filter that turns the sound of a stream into so many channels: 1, 2 or 6. */
    static String pan(MediaInfo.Audio stream, int channels) {
        if (stream.channels() == 1 && channels <= 2) {
            // Whatever it is called: cameras mark their single tracks as left or right.
            return channels == 1 ? "pan=mono|FC=c0" : "pan=stereo|FL=c0|FR=c0";
        }
        return switch (channels) {
            case 1 -> pan(stream, "mono", Map.of("FC", mono()));
            case 2 -> stereo(stream);
            case 6 -> surround(stream);
            default -> throw new IllegalArgumentException("no layout is known for " + channels + " channels");
        };
    }

    private static String stereo(MediaInfo.Audio stream) {
        Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
        for (String side : List.of("L", "R")) {
            outputs.put("F" + side, side(side));
        }
        return pan(stream, "stereo", outputs);
    }

    private static Map<String, String> side(String side) {
        Map<String, String> parts = front(side);
        parts.put("FC", HALF_POWER);
        parts.put("B" + side, HALF_POWER);
        parts.put("S" + side, HALF_POWER);
        parts.put("BC", QUARTER_POWER);
        parts.put("TB" + side, HALF_POWER);
        return parts;
    }

    /** Front channels beside the usual ones lie between them, or above. */
    private static Map<String, String> front(String side) {
        Map<String, String> parts = whole("F" + side);
        parts.put("D" + side, "1");
        parts.put("F" + side + "C", HALF_POWER);
        parts.put("W" + side, HALF_POWER);
        parts.put("TF" + side, HALF_POWER);
        return parts;
    }

    private static Map<String, String> mono() {
        Map<String, String> parts = whole("FC");
        for (String side : List.of("L", "R")) {
            front(side).forEach((name, part) -> parts.put(name, part.equals("1") ? HALF_POWER : QUARTER_POWER));
            parts.put("B" + side, QUARTER_POWER);
            parts.put("S" + side, QUARTER_POWER);
        }
        parts.put("BC", HALF_POWER);
        return parts;
    }

    private static String surround(MediaInfo.Audio stream) {
        // Two pairs of surrounds become one of the same power; a single pair stays as it is, whatever it is called.
        String surround = stream.channels() > 6 ? HALF_POWER : "1";
        Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
        outputs.put("FL", front("L"));
        outputs.put("FR", front("R"));
        outputs.put("FC", whole("FC"));
        outputs.put("LFE", whole("LFE"));
        for (String side : List.of("L", "R")) {
            Map<String, String> parts = new LinkedHashMap<>();
            parts.put("B" + side, surround);
            parts.put("S" + side, surround);
            parts.put("BC", HALF_POWER);
            parts.put("TB" + side, HALF_POWER);
            outputs.put("B" + side, parts);
        }
        return pan(stream, "5.1", outputs);
    }

    private static Map<String, String> whole(String channel) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(channel, "1");
        return parts;
    }

    /**
     * Channels are named, and those that the source lacks count as silent. FFmpeg takes channels without names for its own order,
     * and looks for names in that order, so for a file with another one they are given by their numbers.
     */
    private static String pan(MediaInfo.Audio stream, String layout, Map<String, Map<String, String>> outputs) {
        List<String> order = ownOrder(stream);
        StringBuilder filter = new StringBuilder("pan=").append(layout);
        outputs.forEach((output, parts) -> {
            String sum = parts.entrySet().stream()
                    .filter(part -> order.isEmpty() || order.contains(part.getKey()))
                    .map(part -> part.getValue() + "*" + name(part.getKey(), order))
                    .collect(Collectors.joining("+"));
            filter.append('|').append(output).append('=').append(sum.isEmpty() ? "0*c0" : sum);
        });
        return filter.toString();
    }

    private static String name(String channel, List<String> order) {
        return order.isEmpty() ? channel : "c" + order.indexOf(channel);
    }

    private static List<String> ownOrder(MediaInfo.Audio stream) {
        Matcher own = OWN_ORDER.matcher(stream.channelLayout() == null ? "" : stream.channelLayout());
        List<String> order = new ArrayList<>();
        if (own.matches()) {
            for (String channel : own.group(1).split("\\+")) {
                order.add(channel.replaceFirst("@.*", ""));
            }
        }
        return order;
    }
}
