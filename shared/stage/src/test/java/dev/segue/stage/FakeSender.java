package dev.segue.stage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Keeps what is written; first fails as often as it is told to. */
final class FakeSender implements RecordSender {
    final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
    final Deque<Exception> failures = new ArrayDeque<>();

    @Override
    public void send(List<ProducerRecord<byte[], byte[]>> records) throws TransientFailure, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        switch (failures.poll()) {
            case null -> written.addAll(records);
            case TransientFailure passing -> throw passing;
            case RuntimeException final_ -> throw final_;
            case Exception other -> throw new IllegalStateException(other);
        }
    }
}
