package dev.segue.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unit of work for the encoder: everything needed to do it, except the source's bytes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Unit.VideoChunk.class, name = "video-chunk"),
    @JsonSubTypes.Type(value = Unit.AudioTrack.class, name = "audio-track")
})
public sealed interface Unit {
    /** Names what the unit is a part of: {@code video-h264}, or the rendition's id of a sound track. */
    String track();

    /** Place of the unit within its track, from 0. */
    int index();

    /** How many units the track has. */
    int unitsInTrack();

    /** The renditions to which the unit contributes. */
    List<String> renditionIds();

    /** {@code track/index}: the unit within a video and generation. */
    default String id() {
        return track() + "/" + index();
    }

    /**
     * A whole number of segments of the picture, in all renditions of one codec.
     *
     * @param stream the picture
     * @param times the exact times of the frames it consists of, in ticks of the stream's time base
     * @param seek time of the key frame to begin decoding with, at or before the first frame; absent when decoding must begin at
     *     the very start
     * @param origin time of the film's first frame: zero of the output's timeline
     * @param compositionOffset how much later than it is decoded a frame may be shown, in ticks of the stream: the longest
     *     two successive frames of the film last, since encoders put at most two frames before one they are shown before
     * @param firstSegment number of the first segment, from 0
     * @param segmentFrames frames of each segment
     * @param keyFrames numbers of the frames, from 0 within the chunk, that must be IDR frames; each segment's first is one
     * @param last whether the film ends with this chunk
     * @param quality what is measured of the renditions, absent for nothing
     */
    record VideoChunk(
            String track,
            int index,
            int unitsInTrack,
            MediaInfo.Video stream,
            FrameTimes times,
            @Nullable Long seek,
            long origin,
            long compositionOffset,
            int firstSegment,
            List<Integer> segmentFrames,
            List<Integer> keyFrames,
            boolean last,
            List<VideoRendition> renditions,
            @Nullable QualityCheck quality)
            implements Unit {
        public VideoChunk {
            Require.id("track", track);
            Require.atLeast("index", index, 0);
            Require.atLeast("unitsInTrack", unitsInTrack, index + 1L);
            Require.present("stream", stream);
            Require.present("times", times);
            Require.atLeast("compositionOffset", compositionOffset, 0);
            Require.atLeast("firstSegment", firstSegment, 0);
            segmentFrames = Require.filled("segmentFrames", segmentFrames);
            keyFrames = Require.filled("keyFrames", keyFrames);
            renditions = Require.filled("renditions", renditions);
            int frames = segmentFrames.stream().mapToInt(Integer::intValue).sum();
            if (frames != times.count()) {
                throw new IllegalArgumentException(
                        "segments hold " + frames + " frames but times has " + times.count());
            }
        }

        @Override
        public List<String> renditionIds() {
            return renditions.stream().map(VideoRendition::id).toList();
        }
    }

    /**
     * A whole sound track; never cut, because each cut would click.
     *
     * @param originUs zero of the output's timeline in the source's own time, in microseconds
     * @param endUs where the sound is cut off, in the source's own time in microseconds
     * @param segmentMs length of a segment in milliseconds
     */
    record AudioTrack(
            String track,
            int index,
            int unitsInTrack,
            AudioRendition rendition,
            long originUs,
            long endUs,
            int segmentMs)
            implements Unit {
        public AudioTrack {
            Require.id("track", track);
            Require.atLeast("index", index, 0);
            Require.atLeast("unitsInTrack", unitsInTrack, index + 1L);
            Require.present("rendition", rendition);
            Require.atLeast("segmentMs", segmentMs, 100);
        }

        @Override
        public List<String> renditionIds() {
            return List.of(rendition.id());
        }
    }
}
