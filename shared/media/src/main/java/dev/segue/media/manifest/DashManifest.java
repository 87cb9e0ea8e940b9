package dev.segue.media.manifest;

import dev.segue.contract.AudioRole;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Rational;
import dev.segue.contract.Rendition;
import dev.segue.contract.Segment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * The MPEG-DASH manifest (ISO/IEC 23009-1), static, with numbered segments and their exact times. Elements stand in the order of
 * the standard's schema, which players forgive and validators do not.
 */
public final class DashManifest {
    private static final String PROFILES = "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
    private static final String ROLE = "urn:mpeg:dash:role:2011";
    /** ETSI TS 102 822-3-1, annex A.13: what a sound track is for; 1 is for those who cannot see the picture. */
    private static final String PURPOSE = "urn:tva:metadata:cs:AudioPurposeCS:2007";

    private static final String FOR_THE_BLIND = "1";
    private static final String CHANNELS = "urn:mpeg:mpegB:cicp:ChannelConfiguration";

    private DashManifest() {}

    /** The manifest of all tracks: one adaptation set for each codec and dynamic range of the picture and one for each sound track. */
    public static String write(List<Track> tracks, TrackNames names) {
        try {
            return manifest(tracks, names);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the manifest cannot be written", e);
        }
    }

    private static String manifest(List<Track> tracks, TrackNames names) throws XMLStreamException {
        long duration = tracks.stream().mapToLong(t -> t.micros(t.end())).max().orElseThrow();
        long longest = tracks.stream()
                .flatMapToLong(t -> t.segments().stream().mapToLong(s -> t.micros(s.duration())))
                .max()
                .orElseThrow();
        Xml xml = new Xml();
        // A buffer of one segment is enough at the bandwidths given, which are those of the largest segments.
        xml.open("MPD")
                .attr("xmlns", "urn:mpeg:dash:schema:mpd:2011")
                .attr("profiles", PROFILES)
                .attr("type", "static")
                .attr("mediaPresentationDuration", time(duration))
                .attr("maxSegmentDuration", time(longest))
                .attr("minBufferTime", time(longest));
        xml.open("Period").attr("id", "0").attr("start", "PT0S");
        int set = 0;
        for (Map.Entry<VideoSet, List<Track>> members : videoSets(tracks).entrySet()) {
            videoSet(xml, set++, members.getKey(), members.getValue(), names);
        }
        for (AudioGroups.Group group : AudioGroups.of(tracks)) {
            for (Track track : group.tracks()) {
                audioSet(xml, set++, track, group.role(track), names);
            }
        }
        return xml.close().close().finish();
    }

    /** Between members of a set a player changes without asking, so that all of a set must look alike. */
    private static Map<VideoSet, List<Track>> videoSets(List<Track> tracks) {
        Map<VideoSet, List<Track>> sets = new LinkedHashMap<>();
        for (Track track : tracks) {
            if (track.rendition() instanceof Rendition.Video video) {
                sets.computeIfAbsent(new VideoSet(video.codec(), video.dynamicRange()), c -> new ArrayList<>())
                        .add(track);
            }
        }
        return sets;
    }

    private record VideoSet(String codec, MediaInfo.DynamicRange range) {}

    /** What a player must be able to show, else it leaves the set alone; code points of ISO/IEC 23091-2. */
    private static void brightness(Xml xml, MediaInfo.DynamicRange range) throws XMLStreamException {
        String transfer =
                switch (range) {
                    case SDR -> "";
                    case PQ -> "16";
                    case HLG -> "18";
                };
        if (!transfer.isEmpty()) {
            essential(xml, "ColourPrimaries", "9");
            essential(xml, "TransferCharacteristics", transfer);
            essential(xml, "MatrixCoefficients", "9");
        }
    }

    private static void essential(Xml xml, String property, String value) throws XMLStreamException {
        xml.empty("EssentialProperty")
                .attr("schemeIdUri", "urn:mpeg:mpegB:cicp:" + property)
                .attr("value", value);
    }

    private static void videoSet(Xml xml, int id, VideoSet set, List<Track> tracks, TrackNames names)
            throws XMLStreamException {
        xml.open("AdaptationSet")
                .attr("id", id)
                .attr("contentType", "video")
                .attr("segmentAlignment", "true")
                .attr("mimeType", "video/mp4")
                .attr("startWithSAP", "1");
        brightness(xml, set.range());
        xml.empty("Role").attr("schemeIdUri", ROLE).attr("value", "main");
        for (Track track : tracks) {
            Rendition.Video video = (Rendition.Video) track.rendition();
            xml.open("Representation")
                    .attr("id", video.id())
                    .attr("codecs", video.codecs())
                    .attr("bandwidth", Bandwidth.of(track).peak())
                    .attr("width", video.width())
                    .attr("height", video.height())
                    .attr("frameRate", frameRate(track.frameRate()))
                    .attr("sar", "1:1");
            timeline(xml, track, names);
            xml.close();
        }
        xml.close();
    }

    private static void audioSet(Xml xml, int id, Track track, AudioRole role, TrackNames names)
            throws XMLStreamException {
        Rendition.Audio audio = (Rendition.Audio) track.rendition();
        xml.open("AdaptationSet")
                .attr("id", id)
                .attr("contentType", "audio")
                .attr("lang", LanguageTag.of(audio.language()).orElse(null))
                .attr("segmentAlignment", "true")
                .attr("mimeType", "audio/mp4")
                .attr("startWithSAP", "1");
        if (role == AudioRole.DESCRIPTION) {
            xml.empty("Accessibility").attr("schemeIdUri", PURPOSE).attr("value", FOR_THE_BLIND);
        }
        xml.empty("Role").attr("schemeIdUri", ROLE).attr("value", role.label());
        xml.open("Representation")
                .attr("id", audio.id())
                .attr("codecs", audio.codecs())
                .attr("bandwidth", Bandwidth.of(track).peak())
                .attr("audioSamplingRate", audio.sampleRate());
        // ISO/IEC 23091-3 numbers layouts; up to 5.1 the number is that of the channels, 7.1 is number 12.
        xml.empty("AudioChannelConfiguration")
                .attr("schemeIdUri", CHANNELS)
                .attr("value", audio.channels() == 8 ? 12 : audio.channels());
        timeline(xml, track, names);
        xml.close().close();
    }

    private static void timeline(Xml xml, Track track, TrackNames names) throws XMLStreamException {
        String id = track.rendition().id();
        xml.open("SegmentTemplate")
                .attr("timescale", track.timescale())
                .attr("initialization", names.init(id))
                .attr("media", names.segmentTemplate(id))
                .attr("startNumber", "1");
        xml.open("SegmentTimeline");
        List<Segment> segments = track.segments();
        int from = 0;
        while (from < segments.size()) {
            Segment first = segments.get(from);
            int to = from + 1;
            while (to < segments.size() && segments.get(to).duration() == first.duration()) {
                to++;
            }
            int repeats = to - from - 1;
            xml.empty("S")
                    .attr("t", from == 0 ? first.start() : null)
                    .attr("d", first.duration())
                    .attr("r", repeats == 0 ? null : repeats);
            from = to;
        }
        xml.close().close();
    }

    private static String frameRate(Rational rate) {
        return rate.den() == 1 ? Long.toString(rate.num()) : rate.toString();
    }

    /** ISO 8601, without zeros at the end. */
    private static String time(long micros) {
        return "PT" + BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString() + "S";
    }
}
