package dev.segue.media.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What of the machine can be seen from within a sandbox, each under its own name.
 *
 * @param folders read-only, programs may be run from them
 * @param files read-only, directly under {@code /etc}
 * @param devices directly under {@code /dev}
 */
record SandboxView(List<Path> folders, List<Path> files, List<Path> devices) {
    SandboxView {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        devices = List.copyOf(devices);
    }

    /** The system's programs and libraries, FFmpeg's own, and what finding hosts and checking their certificates takes. */
    static SandboxView of(FfmpegBinaries binaries) throws IOException {
        Set<Path> folders = new LinkedHashSet<>(existing(
                "/usr",
                "/bin",
                "/lib",
                "/lib32",
                "/lib64",
                "/etc/alternatives",
                // Not all of /etc/ssl and /etc/pki: private keys lie there, too, and FFmpeg may be running as root.
                "/etc/ssl/certs",
                "/etc/pki/tls/certs",
                "/etc/pki/ca-trust",
                "/etc/ca-certificates"));
        for (Path program : List.of(binaries.ffmpeg(), binaries.ffprobe())) {
            for (Path real : List.of(program.toAbsolutePath(), program.toRealPath())) {
                Path bin = real.resolveSibling("");
                Path lib = bin.resolveSibling("lib");
                Stream.of(bin, lib)
                        .map(Path::normalize)
                        .filter(Files::isDirectory)
                        .filter(folder -> folders.stream().noneMatch(folder::startsWith))
                        .forEach(folders::add);
            }
        }
        return new SandboxView(
                List.copyOf(folders),
                existing("/etc/ld.so.cache", "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf"),
                existing("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"));
    }

    private static List<Path> existing(String... paths) {
        return Stream.of(paths).map(Path::of).filter(Files::exists).toList();
    }
}
