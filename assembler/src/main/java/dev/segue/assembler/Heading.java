package dev.segue.assembler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Prediction;
import dev.segue.contract.QualityCheck;
import dev.segue.contract.RateControl;
import dev.segue.contract.Rendition;
import dev.segue.contract.VideoRendition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What any unit of a rendition announces about the whole of it.
 *
 * @param units how many units the rendition consists of
 * @param renditions all renditions of the video
 * @param quality what is measured of it, absent for nothing
 */
record Heading(
        Job job,
        String track,
        int units,
        Made made,
        List<String> renditions,
        @Nullable QualityCheck quality) {
    Heading {
        renditions = List.copyOf(renditions);
    }

    /** The units of which a sample is to be compared with the source. */
    Set<Integer> sampled() {
        return quality == null ? Set.of() : quality.units(units);
    }

    /** The rendition but for its codec string, which only the encoder's output tells. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Picture.class, name = "picture"),
        @JsonSubTypes.Type(value = Sound.class, name = "sound")
    })
    sealed interface Made {
        Rendition as(String id, String codecs);

        /** What samples of the film had promised. */
        @Nullable
        Prediction predicted();
    }

    /** @param targetBps the average bit rate that is aimed at, absent where none is */
    record Picture(
            String codec,
            int width,
            int height,
            MediaInfo.DynamicRange dynamicRange,
            @Nullable Long targetBps,
            @Nullable Prediction predicted)
            implements Made {
        static Picture of(VideoRendition rendition) {
            Long target =
                    switch (rendition.rateControl()) {
                        case RateControl.Crf crf -> null;
                        case RateControl.Vbr vbr -> vbr.bitrateBps();
                        case RateControl.Cbr cbr -> cbr.bitrateBps();
                    };
            return new Picture(
                    rendition.codec().label(),
                    rendition.width(),
                    rendition.height(),
                    rendition.dynamicRange(),
                    target,
                    rendition.predicted());
        }

        @Override
        public Rendition as(String id, String codecs) {
            return new Rendition.Video(id, codec, codecs, width, height, dynamicRange);
        }
    }

    record Sound(
            String codec,
            int sampleRate,
            int channels,
            @Nullable String language,
            AudioRole role) implements Made {
        static Sound of(AudioRendition rendition) {
            return new Sound(
                    rendition.codec().label(),
                    rendition.sampleRate(),
                    rendition.channels(),
                    rendition.language(),
                    rendition.role());
        }

        @Override
        public Rendition as(String id, String codecs) {
            return new Rendition.Audio(id, codec, codecs, sampleRate, channels, language, role);
        }

        @Override
        public @Nullable Prediction predicted() {
            return null;
        }
    }
}
