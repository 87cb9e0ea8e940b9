package dev.segue.prober;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The encoding profiles by name. A profile that cannot be read stops the start, with a message that names file, line and field. */
final class Profiles {
    private static final List<String> BUILT_IN = List.of("standard", "premium", "vp9", "fast", "audio-only");

    private final Map<String, Profile> byName;

    private Profiles(Map<String, Profile> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Those built in and those of a folder.
     *
     * @throws IllegalArgumentException when one of them is wrong
     */
    static Profiles load(@Nullable Path folder) {
        Map<String, Profile> profiles = new TreeMap<>();
        try {
            for (String name : BUILT_IN) {
                String resource = "/profiles/" + name + ".yaml";
                try (InputStream in = Profiles.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        throw new IllegalStateException(resource + " is missing from the class path");
                    }
                    profiles.put(name, ProfileFile.read(resource, new String(in.readAllBytes(), UTF_8)));
                }
            }
            if (folder != null) {
                for (Path file : yamlFiles(folder)) {
                    profiles.put(nameOf(file), ProfileFile.read(file.toString(), Files.readString(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("profiles cannot be read (segue.prober.profiles-dir=" + folder + ")", e);
        }
        return new Profiles(profiles);
    }

    private static List<Path> yamlFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".yaml".length());
    }

    Optional<Profile> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Names in alphabetical order. */
    List<String> names() {
        return byName.keySet().stream().sorted().toList();
    }
}
