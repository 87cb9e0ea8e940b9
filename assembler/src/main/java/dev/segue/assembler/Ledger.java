package dev.segue.assembler;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What has been counted so far. Facts of units lie apart from the states, so that counting a unit rewrites few bytes. */
interface Ledger {
    /** The newest known run of a video. */
    @Nullable
    Run run(String videoId);

    void put(String videoId, Run run);

    void dropRun(String videoId);

    @Nullable
    RenditionState state(RenditionKey key);

    void put(RenditionKey key, RenditionState state);

    /** The states of all renditions of a video, of whatever run. */
    Map<RenditionKey, RenditionState> states(String videoId);

    void dropState(RenditionKey key);

    @Nullable
    Part part(RenditionKey key, int unit);

    /** The facts of all units that have arrived, in the order of the units. */
    SortedMap<Integer, Part> parts(RenditionKey key);

    void put(RenditionKey key, int unit, Part part);

    void dropParts(RenditionKey key);
}
