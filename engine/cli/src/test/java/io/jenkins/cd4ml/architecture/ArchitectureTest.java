package io.jenkins.cd4ml.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.runner.RunWith;

/** The boundaries of the house. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(
        packages = "io.jenkins.cd4ml",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestsOfModules.class})
public class ArchitectureTest {

    /** The tests of another module come as a jar. */
    static final class NoTestsOfModules implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    public static final ArchRule THE_ENGINE_KNOWS_NOTHING_OF_JENKINS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "io.jenkins.plugins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    public static final ArchRule THE_PROTOCOL_KNOWS_NOTHING_OF_THE_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.jenkins.cd4ml.protocol..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.jenkins.cd4ml.protocol..", "java..", "com.fasterxml.jackson..");

    @ArchTest
    public static final ArchRule STAGES_KNOW_NOTHING_OF_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackage("io.jenkins.cd4ml.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.jenkins.cd4ml.cli..", "picocli..");

    @ArchTest
    public static final ArchRule STAGES_KNOW_NOTHING_OF_WHO_RUNS_THEM = noClasses()
            .that()
            .resideOutsideOfPackages("io.jenkins.cd4ml.cli..", "io.jenkins.cd4ml.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.jenkins.cd4ml.pipeline..");

    /** Native libraries live in workers: only what runs there may touch them. */
    @ArchTest
    public static final ArchRule PYTORCH_IS_TOUCHED_BY_TRAINING_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("io.jenkins.cd4ml.train.torch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..");

    @ArchTest
    public static final ArchRule XGBOOST_IS_TOUCHED_BY_BOOSTING_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("io.jenkins.cd4ml.train.boost..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ml.dmlc..", "com.esotericsoftware..");

    @ArchTest
    public static final ArchRule ONNX_RUNTIME_IS_TOUCHED_BY_PACKAGING_ALONE = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.jenkins.cd4ml.packaging..", "io.jenkins.cd4ml.train.command..", "io.jenkins.cd4ml.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    public static final ArchRule S3_IS_TOUCHED_BY_ITS_STORE_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("io.jenkins.cd4ml.remote.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon..");

    @ArchTest
    public static final ArchRule NO_DUMPING_GROUNDS =
            noClasses().should().resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..misc..");

    @ArchTest
    public static final ArchRule NO_JAVA_SERIALIZATION =
            noClasses().should().dependOnClassesThat().areAssignableTo(java.io.ObjectInputStream.class);

    @ArchTest
    public static final ArchRule PACKAGES_FORM_NO_CYCLES =
            slices().matching("io.jenkins.cd4ml.(*)..").should().beFreeOfCycles();
}
