package dev.segue.standalone;

import dev.segue.standalone.bench.BenchFailedException;
import picocli.CommandLine.Model.CommandSpec;

/** What every benchmark runs in: a data folder of its own, whose log is kept when it fails, and an end by Ctrl-C. */
final class BenchRun {
    private BenchRun() {}

    /** Measures, telling the console how far it is, and returns what is to be printed. */
    interface Measurement {
        String measure(DataFolder data, Console console) throws Exception;
    }

    /**
     * Does it.
     *
     * @return the exit status
     * @throws Fault when nothing can be measured
     */
    static int of(CommandSpec spec, Measurement measurement) throws Exception {
        Console console =
                new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
        try (Interruptible run = Interruptible.start(false);
                DataFolder data = DataFolder.open(null)) {
            Logs.to(data.of("segue.log"));
            try {
                console.print(measurement.measure(data, console));
                return 0;
            } catch (BenchFailedException e) {
                data.keepLog();
                throw new Fault(String.valueOf(e.getMessage()), e);
            } catch (Fault e) {
                data.keepLog();
                throw e;
            } catch (InterruptedException e) {
                console.error("stopped");
                return Segue.FAULT;
            }
        }
    }
}
