package dev.segue.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schemas in the reference are made from the records, so they cannot say anything else. */
final class EventSchemaTest {
    private static final Path SCHEMAS = Path.of("../../docs/reference/schemas");

    @ParameterizedTest
    @EnumSource
    void schemaInTheReferenceIsTrueOfTheRecord(EventType type) throws Exception {
        ObjectNode generated = generator().generateSchema(type.record());
        ObjectNode schema = generated.objectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("$id", file(type));
        schema.put("title", type.ceType());
        schema.setAll(generated);

        Golden.hold(SCHEMAS.resolve(file(type)), schema.toPrettyString() + "\n");
    }

    @Test
    void thereIsNoSchemaWithoutAnEvent() throws Exception {
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(EventType.values())
                            .map(EventSchemaTest::file)
                            .toList());
        }
    }

    private static String file(EventType type) {
        return type.kind() + ".v1.schema.json";
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        config.forTypesInGeneral().withPropertySorter((a, b) -> 0); // as declared
        config.forFields().withRequiredCheck(EventSchemaTest::required);
        config.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            if (type.getErasedType() != Rational.class) {
                return null;
            }
            ObjectNode text = context.getGeneratorConfig().createObjectNode();
            return new CustomDefinition(
                    text.put("type", "string").put("pattern", "^-?[0-9]+([/:]-?[0-9]+)?$"),
                    CustomDefinition.DefinitionType.INLINE,
                    CustomDefinition.AttributeInclusion.YES);
        });
        return new SchemaGenerator(config.build());
    }

    /** What the constructor takes null for may be left out; a record may fill it in. */
    private static boolean required(FieldScope field) {
        Constructor<?> canonical = Arrays.stream(
                        field.getRawMember().getDeclaringClass().getDeclaredConstructors())
                .max(Comparator.comparingInt(Constructor::getParameterCount))
                .orElseThrow();
        return Arrays.stream(canonical.getParameters())
                .filter(p -> p.getName().equals(field.getDeclaredName()))
                .noneMatch(EventSchemaTest::nullable);
    }

    private static boolean nullable(Parameter parameter) {
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
