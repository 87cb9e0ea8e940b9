package dev.segue.assembler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.segue.contract.QualityMeasured;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far one rendition is. Events may come in any order and any number of times; only {@link #fold} moves it on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RenditionState.Counting.class, name = "counting"),
    @JsonSubTypes.Type(value = RenditionState.Complete.class, name = "complete")
})
sealed interface RenditionState {
    RenditionState NEW = new Counting(null, null, Planned.NOTHING, Units.NONE, new TreeMap<>());

    /**
     * The state after {@code input}, the same object when nothing is new.
     *
     * @throws Violation when the input cannot be true together with what is known
     */
    RenditionState fold(Input input);

    /**
     * Units are missing, or samples of their quality, or how many there are is not yet known.
     *
     * @param heading from the first unit that was announced, absent before
     * @param format from the first unit that was encoded, absent before
     * @param planned what the units announced so far are to be together
     * @param arrived units that are encoded
     * @param samples by their units
     */
    record Counting(
            @Nullable Heading heading,
            @Nullable Format format,
            Planned planned,
            Units arrived,
            SortedMap<Integer, QualityMeasured.Sample> samples)
            implements RenditionState {
        public Counting {
            samples = samples.isEmpty()
                    ? Collections.emptySortedMap()
                    : Collections.unmodifiableSortedMap(new TreeMap<>(samples));
        }

        @Override
        public RenditionState fold(Input input) {
            return switch (input) {
                case Input.Announced announced -> announce(announced);
                case Input.Encoded encoded -> count(encoded);
                case Input.Measured measured -> measure(measured);
            };
        }

        private RenditionState announce(Input.Announced input) {
            if (heading == null) {
                fits(input.key(), input.heading(), arrived.highest());
            } else if (!heading.equals(input.heading())) {
                throw new Violation(
                        Violation.Code.PLAN_DIFFERS,
                        input.key(),
                        "a unit announces " + input.heading() + " but one before it " + heading);
            }
            Planned after = planned.with(input);
            return after == planned ? this : new Counting(input.heading(), format, after, arrived, samples);
        }

        private RenditionState count(Input.Encoded input) {
            isPlanned(input.key(), input.track(), input.unit());
            if (format != null) {
                format.sameAs(input.key(), input.unit(), input.format());
            }
            return arrived.has(input.unit())
                    ? this
                    : new Counting(heading, input.format(), planned, arrived.with(input.unit()), samples);
        }

        /** A sample that could be measured takes the place of one that could not. */
        private RenditionState measure(Input.Measured input) {
            isPlanned(input.key(), input.track(), input.unit());
            QualityMeasured.Sample known = samples.get(input.unit());
            if (known != null && (known.quality() != null || input.sample().quality() == null)) {
                return this;
            }
            SortedMap<Integer, QualityMeasured.Sample> more = new TreeMap<>(samples);
            more.put(input.unit(), input.sample());
            return new Counting(heading, format, planned, arrived, more);
        }

        private void isPlanned(RenditionKey key, String track, int unit) {
            if (heading == null) {
                return;
            }
            fits(key, heading, unit);
            if (!heading.track().equals(track)) {
                throw Violation.differs(Violation.Code.PLAN_DIFFERS, key, unit, heading.track(), track);
            }
        }

        private static void fits(RenditionKey key, Heading heading, int unit) {
            if (unit >= heading.units()) {
                throw new Violation(
                        Violation.Code.UNIT_OUT_OF_RANGE,
                        key,
                        "unit " + unit + " of " + heading.units() + ", counted from 0");
            }
        }

        /** Whether every unit was announced and has arrived, with the samples that are wanted. */
        boolean whole() {
            return heading != null
                    && planned.units().count() == heading.units()
                    && arrived.count() == heading.units()
                    && samples.keySet().containsAll(heading.sampled());
        }
    }

    /**
     * It has been said that the rendition is complete; kept for a while so that late duplicates do not start it anew.
     *
     * @param frames of a picture, absent for sound
     */
    record Complete(@Nullable Long frames) implements RenditionState {
        @Override
        public RenditionState fold(Input input) {
            return this;
        }
    }
}
