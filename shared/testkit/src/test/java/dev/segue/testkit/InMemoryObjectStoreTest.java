package dev.segue.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.storage.ObjectStore;
import dev.segue.storage.ObjectStoreContract;
import dev.segue.storage.StoreUnavailableException;
import org.junit.jupiter.api.Test;

final class InMemoryObjectStoreTest extends ObjectStoreContract {
    private final InMemoryObjectStore store = new InMemoryObjectStore(BUCKET);

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void failsAsAServerDoesThatIsDown() {
        store.setDown(true);

        assertThatThrownBy(() -> store.head(object("a"))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.put(object("a"), new byte[1], "video/mp4"))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
