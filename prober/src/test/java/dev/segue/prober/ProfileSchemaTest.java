package dev.segue.prober;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The schema that editors check a profile with is made from the records that read it, so it cannot say anything else. */
class ProfileSchemaTest {
    private static final Path SCHEMA = Path.of("src/main/resources/profiles/profile.schema.json");

    @Test
    void theSchemaIsTrueOfTheRecords() throws Exception {
        ObjectNode generated = generator().generateSchema(Profile.class);
        String text = generated.toPrettyString() + "\n";

        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(SCHEMA, text);
        }
        assertThat(text)
                .as("if the change is wanted, run with -Dgolden.update=true")
                .isEqualTo(Files.readString(SCHEMA));
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY))
                .with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
        config.forTypesInGeneral().withPropertySorter((a, b) -> 0); // as declared
        // Of AV1 and VP9 it is a number.
        config.forFields()
                .withTargetTypeOverridesResolver(
                        field -> field.getDeclaredName().equals("preset")
                                ? List.of(
                                        field.getContext().resolve(String.class),
                                        field.getContext().resolve(Integer.class))
                                : null);
        config.forFields().withRequiredCheck(field -> Arrays.stream(field.getRawMember()
                        .getDeclaringClass()
                        .getDeclaredConstructors()[0]
                        .getParameters())
                .filter(p -> p.getName().equals(field.getDeclaredName()))
                .noneMatch(p -> p.getAnnotatedType().isAnnotationPresent(Nullable.class)));
        return new SchemaGenerator(config.build());
    }
}
