package dev.segue.assembler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.segue.contract.AudioRendition;
import dev.segue.contract.Job;
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
    }

    record Picture(String codec, int width, int height) implements Made {
        static Picture of(VideoRendition rendition) {
            return new Picture(rendition.codec(), rendition.width(), rendition.height());
        }

        @Override
        public Rendition as(String id, String codecs) {
            return new Rendition.Video(id, codec, codecs, width, height);
        }
    }

    record Sound(
            String codec,
            int sampleRate,
            int channels,
            @Nullable String language) implements Made {
        static Sound of(AudioRendition rendition) {
            return new Sound(rendition.codec(), rendition.sampleRate(), rendition.channels(), rendition.language());
        }

        @Override
        public Rendition as(String id, String codecs) {
            return new Rendition.Audio(id, codec, codecs, sampleRate, channels, language);
        }
    }
}
