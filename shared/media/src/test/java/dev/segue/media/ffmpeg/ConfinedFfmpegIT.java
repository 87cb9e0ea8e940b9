package dev.segue.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.segue.media.ffmpeg.ConfinementSettings.Wanted;
import dev.segue.media.ffmpeg.FfmpegFailedException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real FFmpeg in each kind of confinement that this machine has; kinds that it has not are skipped. */
class ConfinedFfmpegIT {
    private static final ConfinementSettings ROOMY =
            new ConfinementSettings(Wanted.AUTO, 2L << 30, 1L << 30, 0, Duration.ZERO);
    private static final String BWRAP = System.getProperty("segue.test.bwrap", "bwrap");
    private static final List<String> ENDLESS =
            List.of("-re", "-f", "lavfi", "-i", "testsrc2=r=25:d=3600", "-f", "null", "-");

    enum Kind {
        LIMITS_ONLY,
        NAMESPACES,
        USER_NAMESPACES,
        BUBBLEWRAP;

        Sandbox sandbox() throws Exception {
            SandboxView view = SandboxView.of(RealFfmpeg.BINARIES);
            return switch (this) {
                case LIMITS_ONLY -> new Sandbox.None();
                case NAMESPACES -> new Sandbox.Namespaces(view, false);
                case USER_NAMESPACES -> new Sandbox.Namespaces(view, true);
                case BUBBLEWRAP -> new Sandbox.Bubblewrap(BWRAP, view);
            };
        }
    }

    @TempDir
    Path folder;

    private Path scratch = Path.of("");

    @BeforeEach
    void makeFolders() throws Exception {
        scratch = Files.createDirectory(folder.resolve("unit 1 of $HOME"));
    }

    @ParameterizedTest
    @EnumSource
    void aFilmFromTheStoreIsEncodedIntoTheScratchFolder(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, ROOMY);
        Path film = Films.h264(folder.resolve("film.mp4"), "testsrc2=r=25:d=2:s=320x180", "-movflags", "+faststart");
        HttpServer store = store(film);
        try {
            URI address = URI.create("http://127.0.0.1:" + store.getAddress().getPort() + "/film");
            List<String> arguments = new ArrayList<>(InputGuard.input("mov", address));
            arguments.addAll(List.of("-c:v", "libx264", "-threads", "1", "out.mp4"));

            ffmpeg.run(arguments, scratch, RealFfmpeg.in(60));

            assertThat(frames(RealFfmpeg.FFPROBE, scratch.resolve("out.mp4").toUri()))
                    .isEqualTo(50);
            assertThat(frames(new Ffprobe(RealFfmpeg.BINARIES, confinement(kind, ROOMY), Clock.systemUTC()), address))
                    .isEqualTo(50);
        } finally {
            store.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LIMITS_ONLY", mode = EnumSource.Mode.EXCLUDE)
    void aFileOutsideCannotBeReadWhateverFfmpegIsTold(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, ROOMY);
        Path canary = Films.h264(folder.resolve("canary.mp4"), "testsrc2=r=25:d=0.2:s=64x64");
        List<String> copy = List.of("-i", canary.toString(), "-c", "copy", "stolen.mp4");

        FfmpegFailedException e =
                catchThrowableOfType(FfmpegFailedException.class, () -> ffmpeg.run(copy, scratch, RealFfmpeg.in(30)));

        assertThat(e).isNotNull();
        assertThat(e.log()).contains("No such file or directory");
        assertThat(scratch.resolve("stolen.mp4")).doesNotExist();
        // The same command outside shows that the sandbox it was that made it fail.
        RealFfmpeg.FFMPEG.run(copy, scratch, RealFfmpeg.in(30));
        assertThat(scratch.resolve("stolen.mp4")).exists();
    }

    @ParameterizedTest
    @EnumSource(names = "LIMITS_ONLY", mode = EnumSource.Mode.EXCLUDE)
    void nothingOutsideCanBeWrittenTo(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, ROOMY);
        Path planted = RealFfmpeg.BINARIES.ffmpeg().resolveSibling("planted.mp4");
        assertThatThrownBy(() -> ffmpeg.run(writing(planted), scratch, RealFfmpeg.in(30)))
                .isInstanceOf(FfmpegFailedException.class)
                .hasMessageContaining("Read-only file system");
        // The folder above the scratch folder is there on the way to it, but only in the sandbox's own memory.
        Path outside = folder.resolve("outside.mp4");
        ffmpeg.run(writing(outside), scratch, RealFfmpeg.in(30));

        assertThat(planted).doesNotExist();
        assertThat(outside).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = "LIMITS_ONLY", mode = EnumSource.Mode.EXCLUDE)
    void certificatesCanBeReadButNoPrivateKeys(Kind kind) throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/etc/ssl/certs")), "certificates lie elsewhere here");
        List<String> look = List.of(
                "sh",
                "-c",
                "for f in /etc/ssl/certs /etc/ssl/private /etc/pki/tls/private; do [ -e $f ] && echo seen $f; done; true");

        assertThat(TrialRun.of(confinement(kind, ROOMY)
                                .cage(look, scratch, Duration.ofSeconds(10))
                                .command())
                        .output())
                .isEqualTo("seen /etc/ssl/certs");
    }

    @ParameterizedTest
    @EnumSource(names = "LIMITS_ONLY", mode = EnumSource.Mode.EXCLUDE)
    void otherProcessesCannotBeSeen(Kind kind) throws Exception {
        long us = ProcessHandle.current().pid();
        List<String> look = List.of(
                "sh",
                "-c",
                "for f in /proc /home /var; do [ -e $f ] && echo seen $f; done; kill -0 " + us + " && echo seen");
        Duration soon = Duration.ofSeconds(10);

        assertThat(TrialRun.of(confinement(kind, ROOMY)
                                .cage(look, scratch, soon)
                                .command())
                        .output())
                .doesNotContain("seen");
        assertThat(TrialRun.of(look).output()).contains("seen /proc", "seen /home", "seen /var");
    }

    @ParameterizedTest
    @EnumSource
    void theDeadlineStopsItWithinASecondAndLeavesNoProcess(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, ROOMY);
        Instant deadline = Instant.now().plusMillis(1_500);

        FfmpegFailedException e =
                catchThrowableOfType(FfmpegFailedException.class, () -> ffmpeg.run(ENDLESS, scratch, deadline));

        assertThat(e.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(Duration.between(deadline, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(children()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptStopsItWithinASecondAndLeavesNoProcess(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, ROOMY);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().start(() -> {
            try {
                ffmpeg.run(ENDLESS, scratch, RealFfmpeg.in(60));
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        await().until(() -> children().stream().anyMatch(ConfinedFfmpegIT::isFfmpeg));

        worker.interrupt();

        assertThat(worker.join(Duration.ofSeconds(1))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(children()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatHangsIsStoppedLongBeforeItsDeadline(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, new ConfinementSettings(Wanted.AUTO, 0, 0, 0, Duration.ofSeconds(2)));
        AtomicReference<FfmpegFailedException> failure = new AtomicReference<>();
        Thread worker = Thread.ofPlatform()
                .start(() -> failure.set(catchThrowableOfType(
                        FfmpegFailedException.class, () -> ffmpeg.run(ENDLESS, scratch, RealFfmpeg.in(60)))));
        await().until(() -> children().stream().anyMatch(ConfinedFfmpegIT::isFfmpeg));

        for (ProcessHandle child :
                children().stream().filter(ConfinedFfmpegIT::isFfmpeg).toList()) {
            assertThat(TrialRun.of(List.of("kill", "-STOP", String.valueOf(child.pid())))
                            .worked())
                    .isTrue();
        }

        assertThat(worker.join(Duration.ofSeconds(20))).isTrue();
        assertThat(failure.get().reason()).isEqualTo(Reason.STALLED);
        assertThat(failure.get().code()).isEqualTo("ffmpeg-stalled");
        assertThat(failure.get().surroundingsFailed()).isTrue();
        assertThat(children()).isEmpty();
    }

    @Test
    void oneThatIsMerelySlowIsLeftAlone() throws Exception {
        Ffmpeg ffmpeg =
                confined(Kind.LIMITS_ONLY, new ConfinementSettings(Wanted.AUTO, 0, 0, 0, Duration.ofSeconds(2)));

        // Waits for most of every 40 ms.
        ffmpeg.run(
                List.of("-re", "-f", "lavfi", "-i", "testsrc2=r=25:d=3.5:s=1280x720", "-f", "null", "-"),
                scratch,
                RealFfmpeg.in(30));
    }

    @ParameterizedTest
    @EnumSource
    void itsExitStatusIsPassedOn(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, ROOMY);
        List<String> arguments = List.of("-i", "missing.mp4", "-f", "null", "-");

        FfmpegFailedException outside = catchThrowableOfType(
                FfmpegFailedException.class, () -> RealFfmpeg.FFMPEG.run(arguments, scratch, RealFfmpeg.in(30)));
        FfmpegFailedException inside = catchThrowableOfType(
                FfmpegFailedException.class, () -> ffmpeg.run(arguments, scratch, RealFfmpeg.in(30)));

        assertThat(inside.exitStatus()).isEqualTo(outside.exitStatus());
        assertThat(inside.programRun().orElseThrow().command())
                .isEqualTo(outside.programRun().orElseThrow().command());
    }

    @ParameterizedTest
    @EnumSource
    void tooLittleMemoryHasACodeOfItsOwn(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, new ConfinementSettings(Wanted.AUTO, 300L << 20, 0, 0, Duration.ZERO));
        List<String> large = List.of(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=r=25:d=4:s=3840x2160",
                "-c:v",
                "libx264",
                "-preset",
                "medium",
                "out.mp4");

        FfmpegFailedException e =
                catchThrowableOfType(FfmpegFailedException.class, () -> ffmpeg.run(large, scratch, RealFfmpeg.in(60)));

        assertThat(e).isNotNull();
        assertThat(e.code()).as(e.log()).isEqualTo("ffmpeg-out-of-memory");
    }

    @ParameterizedTest
    @EnumSource
    void aFileBeyondTheLimitEndsIt(Kind kind) throws Exception {
        Ffmpeg ffmpeg = confined(kind, new ConfinementSettings(Wanted.AUTO, 0, 1L << 20, 0, Duration.ZERO));
        List<String> large =
                List.of("-f", "lavfi", "-i", "testsrc2=r=25:d=60:s=640x360", "-c:v", "rawvideo", "out.nut");

        FfmpegFailedException e =
                catchThrowableOfType(FfmpegFailedException.class, () -> ffmpeg.run(large, scratch, RealFfmpeg.in(60)));

        // The signal, or what a write says where there is no signal: the first process of a namespace gets none.
        assertThat(e.exitStatus().orElse(0)).isIn(153, 229);
        assertThat(Files.size(scratch.resolve("out.nut"))).isLessThanOrEqualTo(1L << 20);
    }

    @ParameterizedTest
    @EnumSource
    void itDoesNotOutliveAJvmThatIsKilled(Kind kind) throws Exception {
        assumeTrue(confinement(kind, ROOMY).facts().get("orphans").equals("killed"), "no setpriv");
        List<ProcessHandle> orphans = killAJvmWithFfmpeg(kind, true);

        await().atMost(Duration.ofSeconds(2)).until(() -> orphans.stream().noneMatch(ConfinedFfmpegIT::runs));
    }

    /** Shows that it would, so that the test above can fail. */
    @Test
    void withoutTheKernelsPromiseItDoesOutliveIt() throws Exception {
        List<ProcessHandle> orphans = killAJvmWithFfmpeg(Kind.LIMITS_ONLY, false);

        await().during(Duration.ofMillis(500)).until(() -> orphans.stream().allMatch(ConfinedFfmpegIT::runs));
        orphans.forEach(ProcessHandle::destroyForcibly);
    }

    private List<ProcessHandle> killAJvmWithFfmpeg(Kind kind, boolean endsWithUs) throws Exception {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsegue.test.bwrap=" + BWRAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunsFfmpeg.class.getName(),
                        kind.name(),
                        String.valueOf(endsWithUs),
                        scratch.toString())
                .redirectErrorStream(true)
                .start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> jvm.descendants().anyMatch(ConfinedFfmpegIT::isFfmpeg));
            return jvm.descendants().toList();
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }

    /** Who has ended but was not asked after yet by the system's first process, which may take its time, runs no program. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Runs FFmpeg for ever. */
    static final class RunsFfmpeg {
        public static void main(String[] args) throws Exception {
            Confinement confinement = new Confinement(
                    new Limits(ROOMY, Boolean.parseBoolean(args[1])),
                    null,
                    Kind.valueOf(args[0]).sandbox(),
                    Duration.ZERO);
            new Ffmpeg(RealFfmpeg.BINARIES, confinement, Clock.systemUTC())
                    .run(ENDLESS, Path.of(args[2]), RealFfmpeg.in(60));
        }
    }

    @Test
    void findsTheBestOfThisMachineAndSaysSo() throws Exception {
        Map<String, String> facts = Confinement.of(ROOMY, RealFfmpeg.BINARIES).facts();
        Map<String, String> off = Confinement.of(
                        new ConfinementSettings(Wanted.OFF, 0, 0, 0, Duration.ZERO), RealFfmpeg.BINARIES)
                .facts();

        assertThat(facts.get("sandbox")).isIn("bubblewrap", "namespaces", "none");
        assertThat(off).containsEntry("sandbox", "none");
        boolean some = false;
        for (Kind kind : List.of(Kind.NAMESPACES, Kind.USER_NAMESPACES, Kind.BUBBLEWRAP)) {
            some |= works(new Confinement(new Limits(ROOMY, false), null, kind.sandbox(), Duration.ZERO), scratch);
        }
        assertThat(some).isEqualTo(!facts.get("sandbox").equals("none"));
    }

    @Test
    void theKeysOfTheStoreAreNotInItsEnvironment() throws Exception {
        Path spy = Files.writeString(folder.resolve("ffmpeg"), "#!/bin/sh\nenv >&2\nexit 3\n");
        assertThat(spy.toFile().setExecutable(true)).isTrue();
        Ffmpeg ffmpeg = new Ffmpeg(new FfmpegBinaries(spy, spy, "0"), Clock.systemUTC());

        FfmpegFailedException e = catchThrowableOfType(
                FfmpegFailedException.class, () -> ffmpeg.run(List.of(), scratch, RealFfmpeg.in(30)));

        assertThat(System.getenv()).containsKey("HOME");
        assertThat(e.log()).contains("PATH=").doesNotContain("HOME=");
    }

    private Ffmpeg confined(Kind kind, ConfinementSettings settings) throws Exception {
        return new Ffmpeg(RealFfmpeg.BINARIES, confinement(kind, settings), Clock.systemUTC());
    }

    private Confinement confinement(Kind kind, ConfinementSettings settings) throws Exception {
        for (boolean endsWithUs : new boolean[] {true, false}) {
            Confinement confinement =
                    new Confinement(new Limits(settings, endsWithUs), null, kind.sandbox(), settings.stallTimeout());
            if (works(confinement, scratch)) {
                return confinement;
            }
        }
        assumeTrue(false, kind.name().toLowerCase(Locale.ROOT) + " does not work on this machine");
        throw new AssertionError();
    }

    private static boolean works(Confinement confinement, Path folder) throws Exception {
        List<String> version = List.of(RealFfmpeg.BINARIES.ffmpeg().toString(), "-version");
        return TrialRun.of(confinement
                        .cage(version, folder, Duration.ofSeconds(10))
                        .command())
                .worked();
    }

    private static List<String> writing(Path file) {
        return List.of("-f", "lavfi", "-i", "testsrc2=d=0.1:s=64x64", file.toString());
    }

    private static int frames(Ffprobe ffprobe, URI film) throws Exception {
        List<String> arguments = new ArrayList<>(InputGuard.input("mov", film));
        arguments.addAll(List.of("-count_packets", "-show_entries", "stream=nb_read_packets"));
        return ffprobe.json(arguments, RealFfmpeg.in(30))
                .tree()
                .at("/streams/0/nb_read_packets")
                .asInt();
    }

    private static HttpServer store(Path film) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = Files.readAllBytes(film);
        server.createContext("/film", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static boolean isFfmpeg(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("testsrc2")
                        && process.children().findAny().isEmpty())
                .filter(line -> process.info().command().orElse("").endsWith("/ffmpeg"))
                .isPresent();
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
