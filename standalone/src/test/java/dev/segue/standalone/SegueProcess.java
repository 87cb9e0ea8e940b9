package dev.segue.standalone;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command in a process of its own, with the class path of the tests but the log of production. */
final class SegueProcess {
    private SegueProcess() {}

    static ProcessBuilder of(List<String> javaOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classPathWithoutTestLogging(), "dev.segue.standalone.Segue"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String classPathWithoutTestLogging() {
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .toList());
    }
}
