package dev.segue.assembler;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A ledger that forgets with the test. */
final class MapLedger implements Ledger {
    final Map<String, Run> runs = new HashMap<>();
    final Map<RenditionKey, RenditionState> states = new HashMap<>();
    final Map<RenditionKey, TreeMap<Integer, Part>> parts = new HashMap<>();

    @Override
    public Run run(String videoId) {
        return runs.get(videoId);
    }

    @Override
    public void put(String videoId, Run run) {
        runs.put(videoId, run);
    }

    @Override
    public void dropRun(String videoId) {
        runs.remove(videoId);
    }

    @Override
    public RenditionState state(RenditionKey key) {
        return states.get(key);
    }

    @Override
    public void put(RenditionKey key, RenditionState state) {
        states.put(key, state);
    }

    @Override
    public Map<RenditionKey, RenditionState> states(String videoId) {
        Map<RenditionKey, RenditionState> found = new HashMap<>(states);
        found.keySet().removeIf(key -> !key.videoId().equals(videoId));
        return found;
    }

    @Override
    public void dropState(RenditionKey key) {
        states.remove(key);
    }

    @Override
    public Part part(RenditionKey key, int unit) {
        return parts.getOrDefault(key, new TreeMap<>()).get(unit);
    }

    @Override
    public SortedMap<Integer, Part> parts(RenditionKey key) {
        return new TreeMap<>(parts.getOrDefault(key, new TreeMap<>()));
    }

    @Override
    public void put(RenditionKey key, int unit, Part part) {
        parts.computeIfAbsent(key, k -> new TreeMap<>()).put(unit, part);
    }

    @Override
    public void dropParts(RenditionKey key) {
        parts.remove(key);
    }

    boolean isEmpty() {
        return runs.isEmpty() && states.isEmpty() && parts.isEmpty();
    }

    MapLedger copy() {
        MapLedger copy = new MapLedger();
        copy.runs.putAll(runs);
        copy.states.putAll(states);
        parts.forEach((key, value) -> copy.parts.put(key, new TreeMap<>(value)));
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MapLedger ledger
                && ledger.runs.equals(runs)
                && ledger.states.equals(states)
                && ledger.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }
}
