package dev.segue.media.cmaf;

/** What a sample is where its run does not say: {@code trex}, overridden by {@code tfhd}. */
record SampleDefaults(long duration, long size, int flags) {
    static final SampleDefaults NONE = new SampleDefaults(0, 0, 0);
}
