package dev.segue.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The FFmpeg that bytedeco packs into a jar. It is unpacked once into a folder named after what the jar holds, beside others and
 * then renamed, so that processes that start together cannot see half of it.
 */
final class BundledFfmpeg {
    /**
     * FFmpeg's device library wants these, with these symbol versions. Servers lack them, and no device is ever opened.
     */
    private static final Map<String, List<String>> DEVICE_LIBRARIES = Map.of(
            "libpulse.so.0", List.of("PULSE_0"),
            "libasound.so.2", List.of("ALSA_0.9", "ALSA_0.9.0rc4"),
            "libxcb.so.1", List.of(),
            "libxcb-shm.so.0", List.of());

    /**
     * The programs' own search path does not reach the libraries that their libraries need. {@code exec} keeps the process id, so
     * that signals reach FFmpeg itself.
     */
    private static final String WRAPPER = """
            #!/bin/sh
            lib="${0%/*}/../lib"
            LD_LIBRARY_PATH="$lib" exec "$lib/${0##*/}" "$@"
            """;

    private BundledFfmpeg() {}

    /** The unpacked programs, known to start. */
    static FfmpegBinaries unpack(Path cache) {
        String platform = platform();
        String resource = "org/bytedeco/ffmpeg/" + platform + "/ffmpeg";
        URL url = BundledFfmpeg.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IllegalStateException("no FFmpeg for " + platform + " on the class path (" + resource
                    + "): add org.bytedeco:ffmpeg with that classifier, or set segue.ffmpeg.source=system");
        }
        try {
            return FfmpegBinaries.started(unpacked(url.toURI(), cache).resolve("bin"), "segue.ffmpeg.source=bundled");
        } catch (IOException e) {
            throw new UncheckedIOException("FFmpeg cannot be unpacked into " + cache + " (segue.ffmpeg.cache-dir)", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("class path entry is no URI: " + url, e);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (!os.equals("linux")) {
            throw new IllegalStateException(
                    "there is no bundled FFmpeg for " + os + ": set segue.ffmpeg.source=system");
        }
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        return "linux-" + (arm ? "arm64" : "x86_64") + "-gpl";
    }

    private static Path unpacked(URI program, Path cache) throws IOException {
        if (!program.getScheme().equals("jar")) {
            return unpackedFolder(Path.of(program).resolveSibling(""), cache);
        }
        String jar = program.getSchemeSpecificPart();
        Path file = Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
        try (FileSystem zip = FileSystems.newFileSystem(file)) {
            return unpackedFolder(
                    zip.getPath(jar.substring(jar.indexOf("!/") + 1)).resolveSibling(""), cache);
        }
    }

    private static Path unpackedFolder(Path from, Path cache) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(from)) {
            // The libraries for JNI are of no use to the programs, nor are the headers, which are a folder.
            files = list.filter(Files::isRegularFile)
                    .filter(f -> !f.getFileName().toString().startsWith("libjni"))
                    .sorted()
                    .toList();
        }
        Path folder = cache.resolve(fingerprint(files));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, ".unpacking-");
        try {
            fill(unfinished, files);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
            // Another process was faster; its copy is the same.
        } finally {
            remove(unfinished);
        }
        return folder;
    }

    private static void fill(Path folder, List<Path> files) throws IOException {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (Path file : files) {
            Path copy = lib.resolve(file.getFileName().toString());
            try (InputStream in = Files.newInputStream(file)) {
                Files.copy(in, copy);
            }
            executable(copy);
        }
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        for (Map.Entry<String, List<String>> library : DEVICE_LIBRARIES.entrySet()) {
            int machine = arm ? StubLibrary.AARCH64 : StubLibrary.X86_64;
            StubLibrary.write(lib.resolve(library.getKey()), library.getKey(), library.getValue(), machine);
        }
        for (String program : List.of("ffmpeg", "ffprobe")) {
            executable(Files.writeString(bin.resolve(program), WRAPPER));
        }
    }

    private static void executable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, false)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    /** Names and sizes tell versions apart well enough, without reading 90 MB at each start. */
    private static String fingerprint(List<Path> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                String line =
                        file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JRE has SHA-256", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
