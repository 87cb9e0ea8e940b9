package dev.segue.assembler;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How far one rendition is. Events may come in any order and any number of times; only {@link #fold} moves it on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RenditionState.Counting.class, name = "counting"),
    @JsonSubTypes.Type(value = RenditionState.Complete.class, name = "complete")
})
sealed interface RenditionState {
    RenditionState NEW = new Counting(null, null, Units.NONE);

    /**
     * The state after {@code input}, the same object when nothing is new.
     *
     * @throws Violation when the input cannot be true together with what is known
     */
    RenditionState fold(Input input);

    /**
     * Units are missing, or how many there are is not yet known.
     *
     * @param heading from the first unit that was announced, absent before
     * @param format from the first unit that was encoded, absent before
     */
    record Counting(@Nullable Heading heading, @Nullable Format format, Units arrived) implements RenditionState {
        @Override
        public RenditionState fold(Input input) {
            return switch (input) {
                case Input.Announced announced -> announce(announced);
                case Input.Encoded encoded -> count(encoded);
            };
        }

        private RenditionState announce(Input.Announced input) {
            if (heading == null) {
                fits(input.key(), input.heading(), arrived.highest());
                return new Counting(input.heading(), format, arrived);
            }
            if (!heading.equals(input.heading())) {
                throw new Violation(
                        Violation.Code.PLAN_DIFFERS,
                        input.key(),
                        "a unit announces " + input.heading() + " but one before it " + heading);
            }
            return this;
        }

        private RenditionState count(Input.Encoded input) {
            if (heading != null) {
                fits(input.key(), heading, input.unit());
                if (!heading.track().equals(input.track())) {
                    throw Violation.differs(
                            Violation.Code.PLAN_DIFFERS, input.key(), input.unit(), heading.track(), input.track());
                }
            }
            if (format != null) {
                format.sameAs(input.key(), input.unit(), input.format());
            }
            return arrived.has(input.unit()) ? this : new Counting(heading, input.format(), arrived.with(input.unit()));
        }

        private static void fits(RenditionKey key, Heading heading, int unit) {
            if (unit >= heading.units()) {
                throw new Violation(
                        Violation.Code.UNIT_OUT_OF_RANGE,
                        key,
                        "unit " + unit + " of " + heading.units() + ", counted from 0");
            }
        }

        /** Whether every unit has arrived. */
        boolean whole() {
            return heading != null && arrived.count() == heading.units();
        }
    }

    /**
     * It has been said that the rendition is complete; kept for a while so that late duplicates do not start it anew.
     *
     * @param segments how many it has
     */
    record Complete(int segments) implements RenditionState {
        @Override
        public RenditionState fold(Input input) {
            return this;
        }
    }
}
