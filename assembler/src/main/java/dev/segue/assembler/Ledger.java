package dev.segue.assembler;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What has been counted so far. Facts of units lie apart from the states, so that counting a unit rewrites few bytes. */
interface Ledger {
    @Nullable
    RenditionState state(RenditionKey key);

    void put(RenditionKey key, RenditionState state);

    /** The facts of all units that have arrived, in the order of the units. */
    SortedMap<Integer, Part> parts(RenditionKey key);

    void put(RenditionKey key, int unit, Part part);

    void dropParts(RenditionKey key);
}
