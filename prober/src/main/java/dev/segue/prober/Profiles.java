package dev.segue.prober;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The encoding profiles by name. A profile that cannot be read stops the start, with a message that names file and field. */
final class Profiles {
    private static final List<String> BUILT_IN = List.of("standard", "fast");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

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
                    profiles.put(name, read(resource, in));
                }
            }
            if (folder != null) {
                for (Path file : yamlFiles(folder)) {
                    try (InputStream in = Files.newInputStream(file)) {
                        profiles.put(nameOf(file), read(file.toString(), in));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("profiles cannot be read (segue.prober.profiles-dir=" + folder + ")", e);
        }
        return new Profiles(profiles);
    }

    static Profile read(String file, InputStream in) throws IOException {
        try {
            return YAML.readValue(in, Profile.class);
        } catch (JsonMappingException e) {
            String field = e.getPath().stream()
                    .map(r -> r.getFieldName() != null ? "." + r.getFieldName() : "[" + r.getIndex() + "]")
                    .collect(Collectors.joining());
            Throwable cause = e.getCause() instanceof IllegalArgumentException rule ? rule : e;
            String reason = cause == e ? e.getOriginalMessage() : cause.getMessage();
            throw new IllegalArgumentException(
                    file + ": " + (field.isEmpty() ? "" : field.substring(1) + ": ") + reason, e);
        }
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
