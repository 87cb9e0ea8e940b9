package dev.segue.assembler;

import dev.segue.stage.StagePart;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.awaitility.Awaitility;

/** The assembler as a process of its own, wired as it ships; ends with the test that started it. */
final class AssemblerMain {
    static final String RUNNING = "assembler is running";

    private AssemblerMain() {}

    public static void main(String[] args) throws Exception {
        ApplicationContext context = ApplicationContext.builder()
                .properties(Map.of(
                        "segue.stage.assembler.enabled", "true",
                        "segue.kafka.bootstrap-servers", args[0],
                        "segue.streams.instance-id", args[1],
                        "segue.streams.state-dir", args[2]))
                .deduceEnvironment(false)
                .start();
        StagePart part = context.getBean(StagePart.class);
        part.start();
        Awaitility.await().forever().until(part::ready);
        System.out.println(RUNNING);
        // The pipe from the test ends when the test does, whatever became of it.
        System.in.transferTo(System.out);
        part.close();
        context.close();
    }
}
