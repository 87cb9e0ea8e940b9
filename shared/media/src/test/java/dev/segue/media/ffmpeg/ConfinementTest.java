package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.segue.media.ffmpeg.ConfinementSettings.Wanted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfinementTest {
    static final ConfinementSettings SETTINGS =
            new ConfinementSettings(Wanted.AUTO, 1L << 30, 1L << 30, 0, Duration.ZERO);

    private static final List<String> COMMAND = List.of("/opt/ffmpeg/bin/ffmpeg", "-i", "$(rm -rf /) ; `x`");
    private static final SandboxView VIEW =
            new SandboxView(List.of(Path.of("/usr")), List.of(Path.of("/etc/hosts")), List.of(Path.of("/dev/null")));
    private static final Path ODD = Path.of("/scratch/a \"b\" $(x)\\\t'c");

    @Test
    void namesBecomeArgumentsAndNeverPartOfAShellLine() {
        Limits limits = new Limits(SETTINGS, true);
        for (Sandbox sandbox : List.of(new Sandbox.Bubblewrap("bwrap", VIEW), new Sandbox.Namespaces(VIEW, true))) {
            List<String> wrapped = limits.wrap(sandbox.wrap(COMMAND, ODD), Duration.ofSeconds(10), null);

            assertThat(wrapped).endsWith(COMMAND.toArray(String[]::new)).contains(ODD.toString());
            List<String> scripts = after("-c", wrapped);
            assertThat(scripts).isNotEmpty().doesNotContainAnyElementsOf(COMMAND);
            assertThat(scripts).allSatisfy(s -> assertThat(s).doesNotContain("scratch", "/opt"));
        }
    }

    @Test
    void theMountTableEscapesWhatWouldEndAField() {
        List<String> wrapped = new Sandbox.Namespaces(VIEW, false).wrap(COMMAND, ODD);

        assertThat(wrapped)
                .anySatisfy(
                        a -> assertThat(a)
                                .contains(
                                        "/scratch/a\\040\"b\"\\040$(x)\\134\\011'c /sys/scratch/a\\040\"b\"\\040$(x)\\134\\011'c none"));
    }

    @Test
    void withoutAFolderNothingCanBeWrittenTo() {
        assertThat(new Sandbox.Bubblewrap("bwrap", VIEW).wrap(COMMAND, null)).doesNotContain("--bind");
        assertThat(new Sandbox.Namespaces(VIEW, false).wrap(COMMAND, null))
                .noneSatisfy(a -> assertThat(a).contains("none bind,nosuid"));
    }

    @Test
    void limitsAreGivenInTheUnitsOfTheShell() {
        List<String> wrapped = new Limits(SETTINGS, false).wrap(COMMAND, Duration.ofSeconds(10), null);

        long cpu = 10L * Runtime.getRuntime().availableProcessors() + 60;
        assertThat(wrapped).containsSequence("", "1048576", "2097152", String.valueOf(cpu));
    }

    @Test
    void aVirtualThreadMayNotStartWhatDiesWithItsCarrier() throws Exception {
        Confinement confinement = new Confinement(new Limits(SETTINGS, true), null, new Sandbox.None(), Duration.ZERO);
        CompletableFuture<Object> result = new CompletableFuture<>();

        Thread.ofVirtual().start(() -> {
            try {
                result.complete(confinement.cage(COMMAND, null, Duration.ofSeconds(1)));
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });

        assertThatThrownBy(result::get).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void withoutConfinementACommandStaysAsItIs() throws Exception {
        assertThat(Confinement.none().cage(COMMAND, ODD, Duration.ofSeconds(1)).command())
                .isEqualTo(COMMAND);
        assertThat(Confinement.none().facts())
                .containsEntry("sandbox", "none")
                .containsEntry("limits", "none")
                .containsEntry("orphans", "left");
    }

    @Test
    void aGroupIsFoundInTheLineOfVersionTwo() {
        assertThat(ControlGroups.path("1:name=systemd:/x\n0::/system.slice/segue.service\n"))
                .isEqualTo("system.slice/segue.service");
    }

    private static List<String> after(String option, List<String> arguments) {
        return IntStream.range(1, arguments.size())
                .filter(i -> arguments.get(i - 1).equals(option))
                .mapToObj(arguments::get)
                .toList();
    }
}
