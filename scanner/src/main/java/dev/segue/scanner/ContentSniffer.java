package dev.segue.scanner;

import dev.segue.contract.RejectionCode;
import dev.segue.scanner.Finding.Container;
import dev.segue.scanner.Finding.NoFilm;
import java.util.Optional;

/**
 * Says what a file is by its first bytes; names and announced content types are not asked. Containers come first, because the
 * arbitrary first four bytes of a BDAV transport stream may look like the signature of something else.
 */
final class ContentSniffer {
    /** Enough for the stream headers of an AVI file and for a few packets of anything. */
    static final int HEAD_BYTES = 256 << 10;

    private ContentSniffer() {}

    /** @param head {@link #HEAD_BYTES}, or the whole file where it is shorter */
    static Finding sniff(Head head) {
        if (IsoMedia.is(head)) {
            return IsoMedia.isPicture(head)
                    ? new NoFilm(RejectionCode.IMAGE_NOT_VIDEO, "a still picture (HEIF, AVIF or raw)")
                    : new Container("mov");
        }
        if (Avi.is(head)) {
            return Avi.judge(head);
        }
        Optional<String> demuxer = Containers.demuxer(head);
        if (demuxer.isPresent()) {
            return new Container(demuxer.get());
        }
        return Signatures.match(head)
                .or(() -> mxfAfterRunIn(head))
                .or(() -> Texts.match(head))
                .orElseGet(() -> new NoFilm(RejectionCode.UNSUPPORTED_CONTAINER, "of a kind that is not known"));
    }

    private static Optional<Finding> mxfAfterRunIn(Head head) {
        return Containers.isMxfAfterRunIn(head) ? Optional.of(new Container("mxf")) : Optional.empty();
    }
}
