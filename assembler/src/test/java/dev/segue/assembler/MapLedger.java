package dev.segue.assembler;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A ledger that forgets with the test. */
final class MapLedger implements Ledger {
    final Map<RenditionKey, RenditionState> states = new HashMap<>();
    final Map<RenditionKey, TreeMap<Integer, Part>> parts = new HashMap<>();

    @Override
    public RenditionState state(RenditionKey key) {
        return states.get(key);
    }

    @Override
    public void put(RenditionKey key, RenditionState state) {
        states.put(key, state);
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

    MapLedger copy() {
        MapLedger copy = new MapLedger();
        copy.states.putAll(states);
        parts.forEach((key, value) -> copy.parts.put(key, new TreeMap<>(value)));
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MapLedger ledger && ledger.states.equals(states) && ledger.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }
}
