package io.jenkins.plugins.cd4ml;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.jenkins.plugins.cd4ml.metrics.MetricsAction;
import io.jenkins.plugins.cd4ml.models.HistoryPage;
import io.jenkins.plugins.cd4ml.models.ModelPage;
import io.jenkins.plugins.cd4ml.models.VersionPage;
import io.jenkins.plugins.cd4ml.registry.ModelAccess;
import io.jenkins.plugins.cd4ml.results.StageAction;
import io.jenkins.plugins.cd4ml.steps.CheckDriftStep;
import io.jenkins.plugins.cd4ml.trends.TrendAction;
import java.io.ObjectInputStream;
import java.util.Set;
import org.junit.runner.RunWith;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(
        packages = {"io.jenkins.plugins.cd4ml", "io.jenkins.cd4ml"},
        importOptions = ImportOption.DoNotIncludeTests.class)
public class ArchitectureTest {
    private static final Set<String> CHECKS = Set.of("checkPermission", "hasPermission", "mayConfigure");

    @ArchTest
    static final ArchRule WEB_METHODS_NAME_THEIR_VERB = methods()
            .that(areWebMethods())
            .should()
            .beAnnotatedWith(POST.class)
            .orShould()
            .beAnnotatedWith(GET.class);

    /** Whatever else is asked for by GET could change something: it needs a look, then a place here. */
    @ArchTest
    static final ArchRule ONLY_PAGES_READ = methods()
            .that(areWebMethods())
            .and()
            .areAnnotatedWith(GET.class)
            .should()
            .beDeclaredIn(StageAction.class)
            .orShould()
            .beDeclaredIn(TrendAction.class)
            .orShould()
            .beDeclaredIn(CheckDriftStep.DescriptorImpl.class)
            .orShould()
            .beDeclaredIn(MetricsAction.class)
            .orShould()
            .beDeclaredIn(ModelPage.class)
            .orShould()
            .beDeclaredIn(VersionPage.class)
            .orShould()
            .beDeclaredIn(HistoryPage.class);

    @ArchTest
    static final ArchRule WEB_METHODS_ASK_FOR_PERMISSION =
            methods().that(areWebMethods()).should(askForPermission());

    @ArchTest
    static final ArchRule ONLY_THE_PROTOCOL_IS_SHARED = noClasses()
            .that()
            .resideInAPackage("io.jenkins.plugins.cd4ml..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.jenkins.cd4ml..")
                    .and(DescribedPredicate.not(resideInAPackage("io.jenkins.cd4ml.protocol.."))));

    @ArchTest
    static final ArchRule NO_JAVA_DESERIALISATION =
            noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.jenkins.plugins.cd4ml.(*)..").should().beFreeOfCycles();

    private static DescribedPredicate<JavaMethod> areWebMethods() {
        return DescribedPredicate.describe(
                "are web methods",
                method -> method.getName().matches("do[A-Z].*")
                        && method.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC));
    }

    /** Directly, or by one of our own methods that does. */
    private static ArchCondition<JavaMethod> askForPermission() {
        return new ArchCondition<>("ask for permission") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean asks = asks(method)
                        || method.getMethodCallsFromSelf().stream()
                                .flatMap(call -> call.getTarget().resolveMember().stream())
                                .anyMatch(ArchitectureTest::asks);
                events.add(new SimpleConditionEvent(method, asks, method.getFullName() + " asks for no permission"));
            }
        };
    }

    private static boolean asks(JavaMethod method) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> CHECKS.contains(call.getTarget().getName())
                        || call.getTargetOwner().isEquivalentTo(ModelAccess.class));
    }
}
