package dev.segue.stage;

import dev.segue.contract.Event;
import dev.segue.contract.RejectionCode;
import java.util.List;
import java.util.Map;

/** How a handler's work ended well, be it with the refusal of the media. */
public sealed interface Outcome {
    /** These facts are now true; an empty list says that there is nothing to state yet. */
    record Emit(List<? extends Event> events) implements Outcome {
        public Emit {
            events = List.copyOf(events);
        }
    }

    /** The media or the request is refused. */
    record Reject(RejectionCode code, String sentence, Map<String, String> facts) implements Outcome {
        public Reject {
            facts = Map.copyOf(facts);
        }
    }

    static Outcome emit(Event... events) {
        return new Emit(List.of(events));
    }

    static Outcome reject(RejectionCode code, String sentence) {
        return new Reject(code, sentence, Map.of());
    }
}
