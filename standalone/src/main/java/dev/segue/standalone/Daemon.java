package dev.segue.standalone;

import dev.segue.stage.DrainSettings;
import dev.segue.stage.StagePart;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.TypeConversionException;

/** One process of the production shape, which runs until SIGTERM. */
final class Daemon {
    private Daemon() {}

    /**
     * Runs all parts that the settings switch on.
     *
     * @param name what it is called in the log and in faults
     * @param config a file with further settings
     */
    static void run(String name, Map<String, Object> settings, @Nullable Path config) {
        Logs.as("JSON");
        if (config != null) {
            System.setProperty("micronaut.config.files", config.toAbsolutePath().toString());
        }
        try (Interruptible run = Interruptible.start(true);
                ApplicationContext context = ApplicationContext.builder()
                        .properties(settings)
                        .deduceEnvironment(false)
                        .banner(false)
                        .start()) {
            SettingKeys.check(context);
            run.waitsFor(context.getBean(DrainSettings.class).drainGrace());
            Logger log = LoggerFactory.getLogger(Daemon.class);
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            Collection<StagePart> parts = Laptop.parts(context);
            try {
                parts.forEach(StagePart::start);
                log.atInfo()
                        .addKeyValue("process", name)
                        .addKeyValue("host", server.getHost())
                        .addKeyValue("port", server.getPort())
                        .log("started");
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                log.atInfo().addKeyValue("process", name).log("stopping");
            } finally {
                parts.parallelStream().forEach(StagePart::close);
            }
        } catch (BeanInstantiationException e) {
            throw new Fault(name + " did not start", e);
        }
    }

    /** What Micronaut is told: the port that was chosen, else that of {@code SEGUE_PORT}, else 8080; -1 stands for any free one. */
    static int port(@Nullable Integer chosen) {
        int port = chosen != null ? chosen : portOfTheEnvironment(System.getenv("SEGUE_PORT"));
        return port == 0 ? -1 : port;
    }

    /** Kubernetes sets the same variable, to an address, where a service is called segue. */
    private static int portOfTheEnvironment(@Nullable String variable) {
        if (variable == null || !variable.matches("\\d+")) {
            return UpCommand.DEFAULT_PORT;
        }
        try {
            return new Numbers.Port().convert(variable);
        } catch (TypeConversionException e) {
            throw new Fault("the variable SEGUE_PORT is no port: " + e.getMessage());
        }
    }
}
