package dev.segue.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may depend on whom; ARCHITECTURE.md tells why. */
@AnalyzeClasses(packages = "dev.segue", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] STAGES = {
        "dev.segue.ingest..",
        "dev.segue.scanner..",
        "dev.segue.prober..",
        "dev.segue.splitter..",
        "dev.segue.encoder..",
        "dev.segue.assembler..",
        "dev.segue.publisher.."
    };

    @ArchTest
    static final ArchRule CONTRACT_DEPENDS_ON_NOTHING_OF_OURS = noClasses()
            .that()
            .resideInAPackage("dev.segue.contract..")
            .should()
            .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "are of other modules",
                    c -> c.getPackageName().startsWith("dev.segue.")
                            && !c.getPackageName().startsWith("dev.segue.contract")));

    @ArchTest
    static final ArchRule A_STAGE_NEVER_DEPENDS_ON_ANOTHER = slices().matching(
                    "dev.segue.(ingest|scanner|prober|splitter|encoder|assembler|publisher)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule SHARED_MODULES_KNOW_NO_STAGE = noClasses()
            .that()
            .resideInAnyPackage("dev.segue.storage..", "dev.segue.media..", "dev.segue.stage..", "dev.segue.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGES);

    @ArchTest
    static final ArchRule STORAGE_AND_MEDIA_STAND_ALONE = noClasses()
            .that()
            .resideInAnyPackage("dev.segue.storage..", "dev.segue.media..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.segue.stage..", "dev.segue.embedded..");

    @ArchTest
    static final ArchRule NOBODY_DEPENDS_ON_THE_COMMAND = noClasses()
            .that()
            .resideOutsideOfPackage("dev.segue.standalone..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.segue.standalone..");

    @ArchTest
    static final ArchRule ONLY_THE_RUNTIME_AND_OPERATIONS_KNOW_KAFKA_CLIENTS = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.segue.ingest..",
                    "dev.segue.scanner..",
                    "dev.segue.prober..",
                    "dev.segue.splitter..",
                    "dev.segue.publisher..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule HANDLERS_KNOW_NO_FRAMEWORK = classes()
            .that()
            .implement("dev.segue.stage.StageHandler")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.micronaut..", "org.apache.kafka..");
}
