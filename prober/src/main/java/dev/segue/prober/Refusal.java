package dev.segue.prober;

import dev.segue.contract.RejectionCode;
import dev.segue.stage.Outcome;
import java.util.Map;

/** Carries a rejection from where it is found out to the handler, which returns it. */
final class Refusal extends Exception {
    private final transient Outcome.Reject outcome;

    Refusal(RejectionCode code, String sentence, Map<String, String> facts) {
        super(sentence);
        this.outcome = new Outcome.Reject(code, sentence, facts);
    }

    Refusal(RejectionCode code, String sentence) {
        this(code, sentence, Map.of());
    }

    Outcome.Reject outcome() {
        return outcome;
    }
}
