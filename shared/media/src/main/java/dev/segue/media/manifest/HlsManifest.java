package dev.segue.media.manifest;

import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import dev.segue.contract.Rendition;
import dev.segue.contract.Segment;
import dev.segue.contract.VideoCodec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** HLS playlists (RFC 8216bis), version 7: fragmented MP4 with EXT-X-MAP. */
public final class HlsManifest {
    private static final int VERSION = 7;
    /**
     * Players begin with the variant named first; 2 Mbit/s is what Apple's authoring specification (HLS Authoring Specification
     * for Apple Devices, 9.21) names for a fixed network.
     */
    private static final long FIRST_AT_MOST = 2_000_000;

    private static final List<String> CODECS =
            Stream.of(VideoCodec.values()).map(VideoCodec::label).toList();
    private static final int RANGES = MediaInfo.DynamicRange.values().length;

    private HlsManifest() {}

    /**
     * The multivariant playlist. The first variant is the best one in H.264 and SDR, which every player shows, that 2 Mbit/s can
     * carry, or the smallest; the others follow codec by codec, SDR before HDR, from small to large.
     */
    public static String multivariant(List<Track> tracks, TrackNames names) {
        StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:" + VERSION + "\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        List<Track> video = tracks.stream()
                .filter(t -> t.rendition() instanceof Rendition.Video)
                .toList();
        List<AudioGroups.Group> audio = AudioGroups.of(tracks);
        List<Variant> variants = new ArrayList<>();
        for (AudioGroups.Group group : audio) {
            // A track that there is no choice from needs no group where it is the film itself.
            if (!video.isEmpty() || group.tracks().size() > 1) {
                out.append('\n');
                group.write(names, out);
            }
        }
        if (video.isEmpty()) {
            for (AudioGroups.Group group : audio) {
                boolean alone = group.tracks().size() == 1;
                variants.add(new Variant(group.tracks().get(0), alone ? null : group, group.bandwidth()));
            }
        } else {
            for (Track track : video) {
                variants.addAll(of(track, audio));
            }
        }
        out.append('\n');
        for (Variant variant : ordered(variants)) {
            variant.write(names, out);
        }
        return out.toString();
    }

    private static List<Variant> of(Track video, List<AudioGroups.Group> audio) {
        Bandwidth own = Bandwidth.of(video);
        if (audio.isEmpty()) {
            return List.of(new Variant(video, null, own));
        }
        return audio.stream()
                .map(g -> new Variant(video, g, own.plus(g.bandwidth())))
                .toList();
    }

    private static List<Variant> ordered(List<Variant> variants) {
        List<Variant> ordered = new ArrayList<>(variants);
        ordered.sort(Comparator.comparingInt(Variant::group)
                .thenComparingLong(v -> v.bandwidth().peak())
                .thenComparing(v -> v.track().rendition().id()));
        int group = ordered.getFirst().group();
        int first = 0;
        for (int i = 0; i < ordered.size(); i++) {
            Variant variant = ordered.get(i);
            if (variant.group() == group && variant.bandwidth().peak() <= FIRST_AT_MOST) {
                first = i;
            }
        }
        ordered.add(0, ordered.remove(first));
        return ordered;
    }

    /** The media playlist of one track. Its addresses are relative to where it lies itself. */
    public static String media(Track track, TrackNames names) {
        String id = track.rendition().id();
        String place = names.mediaPlaylist(id);
        StringBuilder out = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:" + VERSION + "\n");
        out.append("#EXT-X-TARGETDURATION:").append(track.targetSeconds()).append('\n');
        out.append("#EXT-X-MEDIA-SEQUENCE:1\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        out.append("#EXT-X-MAP:URI=\"").append(seenFrom(place, names.init(id))).append("\"\n");
        for (Segment segment : track.segments()) {
            // Rounding the boundaries, not the lengths, lets no error add up.
            long micros = track.micros(segment.start() + segment.duration()) - track.micros(segment.start());
            out.append("#EXTINF:").append(seconds(micros)).append(",\n");
            out.append(seenFrom(place, names.segment(id, segment.number()))).append('\n');
        }
        return out.append("#EXT-X-ENDLIST\n").toString();
    }

    private static String seenFrom(String playlist, String target) {
        String folder = playlist.substring(0, playlist.lastIndexOf('/') + 1);
        if (target.startsWith(folder)) {
            return target.substring(folder.length());
        }
        return "../".repeat((int) folder.chars().filter(c -> c == '/').count()) + target;
    }

    private static String seconds(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }

    /** A picture with the group of sound tracks that goes with it, or one track alone. */
    private record Variant(Track track, AudioGroups.@Nullable Group audio, Bandwidth bandwidth) {
        /** One for each codec and dynamic range, those that most players show first. */
        int group() {
            return track.rendition() instanceof Rendition.Video video
                    ? RANGES * CODECS.indexOf(video.codec())
                            + video.dynamicRange().ordinal()
                    : 0;
        }

        void write(TrackNames names, StringBuilder out) {
            Rendition rendition = track.rendition();
            String codecs = audio == null || rendition instanceof Rendition.Audio
                    ? rendition.codecs()
                    : rendition.codecs() + "," + audio.codecs();
            out.append("#EXT-X-STREAM-INF:BANDWIDTH=").append(bandwidth.peak());
            out.append(",AVERAGE-BANDWIDTH=").append(bandwidth.average());
            out.append(",CODECS=\"").append(codecs).append('"');
            if (rendition instanceof Rendition.Video video) {
                out.append(",RESOLUTION=").append(video.width()).append('x').append(video.height());
                out.append(",FRAME-RATE=").append(threeDecimals(track.frameRate()));
                out.append(",VIDEO-RANGE=").append(video.dynamicRange());
            }
            if (audio != null) {
                out.append(",AUDIO=\"").append(audio.id()).append('"');
            }
            out.append('\n').append(names.mediaPlaylist(rendition.id())).append('\n');
        }
    }

    private static String threeDecimals(Rational rate) {
        return BigDecimal.valueOf(rate.num())
                .divide(BigDecimal.valueOf(rate.den()), 3, RoundingMode.HALF_UP)
                .toPlainString();
    }
}
