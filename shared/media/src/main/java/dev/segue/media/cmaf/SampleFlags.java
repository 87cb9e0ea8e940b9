package dev.segue.media.cmaf;

/** The 32 bits a run says of a sample (ISO/IEC 14496-12, 8.8.3.1). */
final class SampleFlags {
    /** sample_is_non_sync_sample. */
    static final int NON_SYNC_BIT = 0x0001_0000;

    /** Depends on no other sample and can be decoded from. */
    static final int SYNC = 0x0200_0000;

    /** Depends on others. */
    static final int NON_SYNC = 0x0100_0000 | NON_SYNC_BIT;

    private SampleFlags() {}
}
