package dev.segue.stage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamsClientsTest {
    @Test
    void transactionalIdIsTheInstancesAndTheThreadsWhateverTheProcessId() {
        StreamsClients clients = new StreamsClients("segue-assembler", "host-1");

        assertThat(clients.transactionalId("segue-assembler-7f3c2f0e-9a57-4f43-8a3e-b1a5a4ac2a11-2"))
                .isEqualTo(clients.transactionalId("segue-assembler-0b54c1a2-0000-4f43-8a3e-b1a5a4ac2a11-2"))
                .isEqualTo("segue-assembler-host-1-2");
    }
}
