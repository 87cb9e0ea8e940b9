package dev.segue.stage;

import dev.segue.contract.Event;

/**
 * Refuses media only when it was seen twice what speaks against it, and the store answered in between. A store that hangs up looks
 * to FFmpeg like a film that ends there: a good film would be rejected for ever because of a moment's fault.
 *
 * @param handler looks at the media, and may do so twice in one attempt
 * @param store asks the store for what the event is about; throws when the store does not answer
 */
public record SecondLook<E extends Event>(StageHandler<E> handler, Store<E> store) implements StageHandler<E> {
    /** Tells whether the store answers. */
    @FunctionalInterface
    public interface Store<E extends Event> {
        /**
         * Asks for the source.
         *
         * @throws Exception when the store does not answer; the attempt then ends with it
         */
        void ask(E event) throws Exception;
    }

    @Override
    public Outcome handle(E event, Work work) throws Exception {
        Outcome first = handler.handle(event, work);
        if (!(first instanceof Outcome.Reject)) {
            return first;
        }
        store.ask(event);
        return handler.handle(event, work);
    }

    @Override
    public long scratchBytes(E event) {
        return handler.scratchBytes(event);
    }
}
