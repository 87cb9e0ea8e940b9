package dev.segue.prober;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads one profile. What is wrong with it is said in a sentence that names the file, the line and the field. */
final class ProfileFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ProfileFile() {}

    /**
     * Reads it.
     *
     * @param file its name, for messages
     * @throws IllegalArgumentException when it is wrong
     */
    static Profile read(String file, String yaml) {
        try {
            YamlLines.of(yaml, "");
        } catch (MarkedYAMLException e) {
            throw fault(file, e.getProblemMark().getLine() + 1, "this is no YAML: " + e.getProblem(), e);
        }
        try {
            Profile profile = YAML.readValue(yaml, Profile.class);
            if (profile == null) {
                throw fault(file, 1, "the file is empty: it must hold a profile", null);
            }
            return profile;
        } catch (JsonMappingException e) {
            throw described(file, yaml, e);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw fault(file, line, "this is no YAML: " + firstLine(e.getOriginalMessage()), e);
        }
    }

    private static IllegalArgumentException described(String file, String yaml, JsonMappingException e) {
        String path = e.getPath().stream()
                .map(r -> r.getFieldName() != null ? "." + r.getFieldName() : "[" + r.getIndex() + "]")
                .collect(Collectors.joining());
        if (path.isEmpty() && e.getCause() == null && e instanceof MismatchedInputException) {
            return fault(file, 1, "the file is empty or no map of keys: it must hold a profile", e);
        }
        String parent = path.startsWith(".") ? path.substring(1) : path;
        if (ruleOf(e) instanceof ProfileFault rule) {
            String field = rule.field();
            String whole = parent.isEmpty() || field.isEmpty() ? parent + field : parent + "." + field;
            String where = parent.isEmpty() ? "" : parent + (field.isEmpty() ? ": " : ".");
            return fault(file, YamlLines.of(yaml, whole), where + rule.getMessage(), e);
        }
        String field = parent.substring(parent.lastIndexOf('.') + 1);
        return fault(file, YamlLines.of(yaml, parent), parent + " " + sentence(e, field), e);
    }

    private static @Nullable Throwable ruleOf(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProfileFault) {
                return cause;
            }
        }
        return null;
    }

    private static String sentence(JsonMappingException e, String field) {
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "is not known here; the keys are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(Object::toString)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case InvalidFormatException wrong
            when wrong.getTargetType().isEnum() ->
                "must be one of " + accepted(wrong.getTargetType()) + " but is \"" + wrong.getValue() + "\"";
            case InvalidFormatException wrong ->
                "must be " + kind(wrong.getTargetType()) + " but is \"" + wrong.getValue() + "\"";
            case MismatchedInputException missing
            when missing.getOriginalMessage().contains("null") -> "is missing: set " + field;
            case MismatchedInputException other -> "must be " + kind(other.getTargetType());
            default -> firstLine(e.getOriginalMessage());
        };
    }

    private static String accepted(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> YAML.convertValue(c, String.class))
                .collect(Collectors.joining(", "));
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null || type.isRecord()) {
            return "a map of keys";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (java.util.Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type == String.class ? "a text" : "a number";
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static IllegalArgumentException fault(String file, int line, String sentence, @Nullable Exception cause) {
        return new IllegalArgumentException(file + ", line " + line + ": " + sentence, cause);
    }
}
