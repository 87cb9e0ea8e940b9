package dev.segue.assembler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.AudioRole;
import dev.segue.contract.Job;
import dev.segue.contract.MediaInfo;
import dev.segue.contract.Prediction;
import dev.segue.contract.Rendition;
import dev.segue.contract.VideoRendition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What any unit of a rendition announces about the whole of it.
 *
 * @param units how many units the rendition consists of
 * @param renditions all renditions of the video
 */
record Heading(Job job, String track, int units, Made made, List<String> renditions) {
    Heading {
        renditions = List.copyOf(renditions);
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

    record Picture(
            String codec,
            int width,
            int height,
            MediaInfo.DynamicRange dynamicRange,
            @Nullable Prediction predicted) implements Made {
        static Picture of(VideoRendition rendition) {
            return new Picture(
                    rendition.codec().label(),
                    rendition.width(),
                    rendition.height(),
                    rendition.dynamicRange(),
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
