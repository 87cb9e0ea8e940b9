package dev.segue.ops;

import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The chart under {@code helm/segue}, rendered by Helm itself inside this JVM. */
final class HelmChart {
    static final Path FOLDER = Path.of("..", "helm", "segue");

    private static final String HOOK = "helm.sh/hook";
    private static final String SHOWN_HOOK = "shown.example/hook";

    private HelmChart() {}

    /** Why Helm cannot run here, if so. */
    static Optional<String> missing() {
        try {
            Helm.version().call();
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    static List<HasMetadata> render(String values) {
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : text(values).split("(?m)^---\\s*$")) {
            if (document.lines().anyMatch(l -> !l.isBlank() && !l.startsWith("#"))) {
                resources.add((HasMetadata) Serialization.unmarshal(document));
            }
        }
        return resources;
    }

    private static String text(String values) {
        try {
            Path folder = Files.createTempDirectory("chart");
            try {
                Path chart = copyTo(folder.resolve("segue"));
                return new Helm(chart)
                        .template()
                        .withName("vod")
                        .withNamespace("media")
                        .withKubeVersion("1.31.0")
                        .withValuesFile(Files.writeString(folder.resolve("values.yaml"), values))
                        .call()
                        .replace(SHOWN_HOOK, HOOK);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This library leaves hooks out of what it renders, so the copy's hooks do not look like ones. */
    private static Path copyTo(Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(to, Files.readString(file).replace(HOOK, SHOWN_HOOK));
            }
        }
        return copy;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Where a resource has fields that Kubernetes does not know: misspelt ones, or ones at the wrong depth. */
    static List<String> unknownFields(HasMetadata resource) {
        List<String> found = new ArrayList<>();
        if (resource instanceof GenericKubernetesResource) {
            return found; // an operator's own kind, of which there is no model here
        }
        walk(resource.getKind() + " " + resource.getMetadata().getName(), resource, found);
        return found;
    }

    private static void walk(String path, Object value, List<String> found) {
        switch (value) {
            case null -> {}
            case Collection<?> all -> {
                int i = 0;
                for (Object one : all) {
                    walk(path + "[" + i++ + "]", one, found);
                }
            }
            case Map<?, ?> map -> map.forEach((k, v) -> walk(path + "/" + k, v, found));
            default -> {
                if (!value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")
                        || value instanceof Enum<?>) {
                    return;
                }
                for (Method getter : value.getClass().getMethods()) {
                    if (!getter.getName().startsWith("get") || getter.getParameterCount() > 0) {
                        continue;
                    }
                    Object field = call(getter, value);
                    if (getter.getName().equals("getAdditionalProperties")) {
                        ((Map<?, ?>) field).keySet().forEach(k -> found.add(path + "/" + k));
                    } else if (!getter.getName().equals("getClass")) {
                        walk(path + "/" + getter.getName().substring(3), field, found);
                    }
                }
            }
        }
    }

    private static Object call(Method getter, Object of) {
        try {
            return getter.invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getter.toString(), e);
        }
    }
}
