package dev.segue.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher itself, in a computer of which it sees only what a test puts there: JDKs and Maven are scripts. */
class LauncherTest {
    private static final String NO_JDK =
            "segue: no JDK 21 or later found in JAVA_HOME, on the PATH or in the usual folders.";
    private static final List<String> TOOLS = List.of(
            "sh",
            "cat",
            "cp",
            "date",
            "dirname",
            "find",
            "grep",
            "head",
            "ln",
            "mkdir",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tee");

    @TempDir
    Path computer;

    private final List<Process> started = new ArrayList<>();
    private Path project;

    @BeforeEach
    void setUp() throws IOException {
        Path sh = Path.of("/bin/sh");
        assumeTrue(Files.exists(sh), "there is no /bin/sh here");
        project = Files.createDirectories(computer.resolve("segue"));
        // The usual folders are those of this computer, not of the one that the test runs on.
        String script =
                Files.readString(Path.of("../segue")).replaceAll(" /(usr|opt|Library)/", " " + computer + "/$1/");
        Files.writeString(project.resolve("segue"), script);
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.createDirectories(computer.resolve("bin"));
        for (String tool : TOOLS) {
            link(tool);
        }
    }

    @AfterEach
    void stop() throws IOException {
        Files.writeString(computer.resolve("go"), "");
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoJdk() throws Exception {
        Result result = run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).startsWith(NO_JDK).contains("Install one").contains("JAVA_HOME");
    }

    @Test
    void saysThatAJdkIsTooOld() throws Exception {
        jdk("usr/lib/jvm/java-17", "17.0.9");
        Path old = jdk("old", "1.8.0_402");

        Result result = run("JAVA_HOME=" + old);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("segue: JAVA_HOME (" + old + ") is version 8, which is too old.\n" + NO_JDK);
    }

    @Test
    void takesANewerJdkOfTheUsualFoldersForAnOldOneInJavaHome() throws Exception {
        maven("");
        jdk("usr/lib/jvm/java-21", "21.0.2");
        jdk("usr/lib/jvm/java-25", "25");
        Path old = jdk("old", "17.0.9");

        Result result = run("JAVA_HOME=" + old);

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).startsWith(computer.resolve("usr/lib/jvm/java-25") + " ");
        assertThat(result.out()).contains("dev.segue.standalone.Segue").endsWith("demo --once\n");
    }

    @Test
    void hasMavenRunTheChaosSuiteAloneWithItsSeed() throws Exception {
        jdk("usr/lib/jvm/java-21", "21.0.2");
        script(computer.resolve("bin/mvn"), "echo \"$@\"");

        Result result = ended(start("run", List.of("test", "--chaos", "--seed", "7", "-o")), "run");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out().strip())
                .endsWith("verify -pl standalone -am -Plong -Dtest=ChaosLongIT"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dsegue.chaos.seed=7 -o");
        assertThat(ended(start("run", List.of("test", "--chaos", "--seed", "seven")), "run")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        jdk("usr/lib/jvm/java-21", "21.0.2");

        Result result = run();

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .startsWith("segue: Maven 3.8 or later is needed to build Segue")
                .contains("Install it");
    }

    @Test
    void saysWhereTheLogOfAFailedBuildIsAndBuildsAgainTheNextTime() throws Exception {
        jdk("usr/lib/jvm/java-21", "21.0.2");
        maven("echo '[ERROR] no such symbol'; exit 1");

        Result failed = run();
        maven("");
        Result second = run();

        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("[ERROR] no such symbol").contains("the whole log is");
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(runs()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoFirstUsesAtATimeBuildOnce(boolean flock) throws Exception {
        if (flock) {
            assumeTrue(tool("flock") != null, "there is no flock here");
            link("flock");
        }
        jdk("usr/lib/jvm/java-21", "21.0.2");
        maven("while [ ! -f " + computer + "/go ]; do sleep 0.05; done");

        Process first = start("first");
        await().until(() -> Files.exists(computer.resolve("builds")));
        Process second = start("second");
        await().until(() -> Files.readString(err("second")).contains("waiting for another segue that builds"));
        Files.writeString(computer.resolve("go"), "");

        assertThat(ended(first, "first").status()).isZero();
        assertThat(ended(second, "second").status()).isZero();
        assertThat(Files.readString(computer.resolve("builds"))).isEqualTo("build\n");
    }

    @Test
    void aLockThatAKilledOneLeftBehindIsTakenOver() throws Exception {
        jdk("usr/lib/jvm/java-21", "21.0.2");
        maven("");
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path target = Files.createDirectories(project.resolve("standalone/target"));
        Files.createSymbolicLink(target.resolve("segue.lock.pid"), Path.of(String.valueOf(dead.pid())));

        Result result = run();

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(list(target)).noneMatch(file -> file.endsWith("segue.lock.pid"));
    }

    @Test
    void aRebuildLeavesTheJarsOfARunningOneAlone() throws Exception {
        Path jdk = jdk("usr/lib/jvm/java-21", "21.0.2");
        maven("");
        script(jdk.resolve("bin/java"), "while [ ! -f " + computer + "/go ]; do sleep 0.05; done");
        Process up = start("up");
        await().until(() ->
                !runs().isEmpty() && !list(runs().getFirst().resolve("users")).isEmpty());
        Path inUse = runs().getFirst();
        jdk("usr/lib/jvm/java-21", "21.0.2");

        edit();
        assertThat(run().status()).isZero();
        assertThat(runs()).hasSize(2).contains(inUse);
        assertThat(inUse.resolve("lib/some.jar")).exists();

        Files.writeString(computer.resolve("go"), "");
        assertThat(ended(up, "up").status()).isZero();
        edit();
        assertThat(run().status()).isZero();
        assertThat(runs()).hasSize(1).doesNotContain(inUse);
    }

    @Test
    void whatIsBuiltStartsWithoutMaven() throws Exception {
        jdk("usr/lib/jvm/java-21", "21.0.2");
        maven("");
        assertThat(run().err()).contains("building");
        Files.delete(computer.resolve("bin/mvn"));

        Result second = run();

        assertThat(second.status()).isZero();
        assertThat(second.err()).isEmpty();
    }

    private record Result(int status, String out, String err) {}

    private Result run(String... environment) throws Exception {
        return ended(start("run", environment), "run");
    }

    private Process start(String name, String... environment) throws IOException {
        return start(name, List.of("demo", "--once"), environment);
    }

    private Process start(String name, List<String> arguments, String... environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                computer.resolve("bin/sh").toString(), project.resolve("segue").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(computer.resolve(name + ".out").toFile())
                .redirectError(err(name).toFile());
        builder.environment().clear();
        builder.environment().put("PATH", computer.resolve("bin").toString());
        builder.environment().put("HOME", computer.resolve("home").toString());
        for (String variable : environment) {
            builder.environment().put(variable.split("=")[0], variable.split("=")[1]);
        }
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Result ended(Process process, String name) throws Exception {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Result(
                process.exitValue(), Files.readString(computer.resolve(name + ".out")), Files.readString(err(name)));
    }

    private Path err(String name) {
        return computer.resolve(name + ".err");
    }

    /** A JDK whose java says where it is and what it was told. */
    private Path jdk(String folder, String version) throws IOException {
        Path jdk = computer.resolve(folder);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/javac"), "");
        script(jdk.resolve("bin/java"), "echo " + jdk + " \"$@\"");
        return jdk;
    }

    /** A Maven that notes that it ran, does what the test wants, and leaves what the real one does. */
    private void maven(String does) throws IOException {
        script(
                computer.resolve("bin/mvn"),
                "echo build >> " + computer + "/builds\n" + does + "\nfor a; do case $a in -Dsegue.lib=*)"
                        + " mkdir -p ${a#*=}; echo > ${a#*=}/some.jar ;; esac; done\n"
                        + "echo > " + project + "/standalone/target/segue-standalone-0.1.0-SNAPSHOT.jar");
    }

    private static void script(Path file, String text) throws IOException {
        // Exchanged and not written over, since a process may be reading it.
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /** A source file that is newer than the build, whatever the resolution of the file system's clock. */
    private void edit() throws IOException {
        Files.setLastModifiedTime(
                project.resolve("pom.xml"), FileTime.from(Instant.now().plus(Duration.ofSeconds(5))));
    }

    private List<Path> runs() throws IOException {
        return list(project.resolve("standalone/target/run"));
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private void link(String tool) throws IOException {
        Path real = tool(tool);
        assumeTrue(real != null, tool + " is missing here");
        Files.createSymbolicLink(computer.resolve("bin").resolve(tool), real);
    }

    @Nullable
    private static Path tool(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
