package dev.segue.encoder;

import dev.segue.contract.VideoCodec;
import dev.segue.contract.VideoRendition;
import dev.segue.media.codec.CodecImplementation;
import dev.segue.media.codec.SoftwareEncoders;
import java.util.List;
import java.util.stream.Stream;

/** What this host can encode with: the devices that passed their trial, best first, and software behind them. */
final class Implementations {
    private final List<CodecImplementation> devices;

    private Implementations(List<CodecImplementation> devices) {
        this.devices = List.copyOf(devices);
    }

    static Implementations software() {
        return new Implementations(List.of());
    }

    /** @param devices implementations known to work here, best first */
    static Implementations with(List<CodecImplementation> devices) {
        return new Implementations(devices);
    }

    /** Those that can make all of these renditions, in the order in which they are to be tried; never none. */
    List<CodecImplementation> of(VideoCodec codec, List<VideoRendition> renditions) {
        return Stream.concat(
                        devices.stream().filter(d -> d.codec() == codec).filter(d -> renditions.stream()
                                .allMatch(d::carries)),
                        Stream.of(SoftwareEncoders.of(codec)))
                .toList();
    }
}
