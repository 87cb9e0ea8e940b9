package dev.segue.encoder;

import dev.segue.contract.Loudness;
import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.contract.Warning;
import dev.segue.media.cmaf.AudioSegments;
import dev.segue.media.cmaf.CmafViolation;
import dev.segue.media.cmaf.FragmentedMp4;
import dev.segue.media.cmaf.MalformedMp4Exception;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.FfmpegFailedException;
import dev.segue.stage.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges an encoded sound track by decoding it, and stores it. A track is long, so its segments are held one at a time. */
final class SoundOutputs {
    private static final long MICROS = 1_000_000;

    private final Ffmpeg ffmpeg;
    private final SegmentStore store;
    private final Verify verify;

    SoundOutputs(Ffmpeg ffmpeg, SegmentStore store, Verify verify) {
        this.ffmpeg = ffmpeg;
        this.store = store;
        this.verify = verify;
    }

    /**
     * Decodes the track, then stores it.
     *
     * @param mp4 of which {@link UnitGate} approves
     * @param loudness absent where it was not measured
     */
    JudgedUnit judgeAndStore(
            SegmentsReady event, Unit.AudioTrack track, FragmentedMp4 mp4, @Nullable Loudness loudness, Work work)
            throws IOException, CmafViolation, GateViolation, MalformedMp4Exception, RefusedOutput,
                    FfmpegFailedException, InterruptedException {
        byte[] init = mp4.init(mp4.mediaStart());
        DecodeCheck check = new DecodeCheck(ffmpeg, work);
        long length = lengthOf(mp4, track);
        if (verify != Verify.OFF) {
            try (OutputStream out = check.sound(track.rendition().id(), length, mp4.timescale())) {
                out.write(init);
                AudioSegments.Sink<IOException> copy = segment -> out.write(segment.bytes());
                AudioSegments.cut(mp4, track.segmentMs(), copy);
            }
        }
        long toUs = length * MICROS / mp4.timescale();
        DecodeCheck.Decoded decoded = check.run(0, toUs);
        List<Warning> warnings = Dullness.warnings(work.scratch(), decoded.dull(), 0, toUs);
        SegmentStore.Writer writer = store.writer(event, track.rendition().id(), init, mp4.timescale(), work.lease());
        AudioSegments.cut(mp4, track.segmentMs(), writer);
        return new JudgedUnit(List.of(writer.output(loudness)), warnings, decoded.cpu());
    }

    /** Samples of all segments together, judged before any is copied or stored. */
    private static long lengthOf(FragmentedMp4 mp4, Unit.AudioTrack track) throws IOException, CmafViolation {
        long[] length = new long[1];
        AudioSegments.Sink<RuntimeException> sum = segment -> length[0] += segment.duration();
        AudioSegments.cut(mp4, track.segmentMs(), sum);
        return length[0];
    }
}
