package dev.segue.standalone;

import org.junit.jupiter.api.Tag;

/** The whole collection. {@code mvn verify -Plong}. */
@Tag("long")
class CorpusLongIT extends CorpusIT {
    @Override
    boolean isTried(Corpus.Film film) {
        return true;
    }
}
