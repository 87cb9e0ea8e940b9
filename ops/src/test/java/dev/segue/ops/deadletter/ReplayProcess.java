package dev.segue.ops.deadletter;

import dev.segue.contract.TopicCatalogue;
import dev.segue.ops.deadletter.DeadLetters.Place;
import dev.segue.stage.KafkaSettings;
import java.time.Clock;
import java.time.Duration;

/** The tool as a process of its own, for tests that kill it: {@code HOST:PORT CODE LETTERS-A-SECOND}. */
final class ReplayProcess {
    private ReplayProcess() {}

    public static void main(String[] args) throws InterruptedException {
        DeadLetters letters =
                new DeadLetters(new KafkaSettings(args[0], null), TopicCatalogue.builtIn(), Clock.systemUTC());
        ReplayOptions options = new ReplayOptions(
                "killed", Integer.MAX_VALUE, Integer.parseInt(args[2]), 0, Duration.ofMinutes(1), 10_000, 3);
        letters.replay(
                new LetterFilter(null, null, null, args[1], null, null, null, null, null),
                Place.OPEN,
                options,
                System.out::println);
    }
}
