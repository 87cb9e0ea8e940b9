package dev.segue.encoder;

import dev.segue.contract.SegmentsReady;
import dev.segue.contract.Unit;
import dev.segue.media.ffmpeg.Ffmpeg;
import dev.segue.media.ffmpeg.RemoteSource;
import dev.segue.stage.Work;
import dev.segue.storage.ObjectStore;
import java.time.Clock;

/** Has FFmpeg encode a unit, straight from the stored source. */
final class FfmpegUnitEncoder implements UnitEncoder {
    private final ObjectStore store;
    private final PictureUnit picture;
    private final EncodeSound sound;
    private final Clock clock;

    FfmpegUnitEncoder(
            Ffmpeg ffmpeg,
            ObjectStore store,
            SegmentStore segments,
            Implementations implementations,
            Verify verify,
            Clock clock) {
        this.store = store;
        this.picture = new PictureUnit(ffmpeg, new PictureOutputs(ffmpeg, segments, verify), implementations);
        this.sound = new EncodeSound(ffmpeg, new SoundOutputs(ffmpeg, segments, verify));
        this.clock = clock;
    }

    @Override
    public JudgedUnit encode(SegmentsReady event, Work work) throws Exception {
        RemoteSource source = RemoteSource.until(
                work.deadline(),
                clock,
                event.container(),
                validity -> store.presignedGet(event.source().object(), validity));
        return switch (event.unit()) {
            case Unit.VideoChunk chunk ->
                picture.encode(event, chunk, source, work).unit();
            case Unit.AudioTrack track -> sound.encode(event, track, source.input(), work);
        };
    }
}
