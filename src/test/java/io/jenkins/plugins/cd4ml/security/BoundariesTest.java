package io.jenkins.plugins.cd4ml.security;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import hudson.FilePath;
import hudson.remoting.Callable;
import java.net.URL;
import jenkins.agents.ControllerToAgentCallable;
import jenkins.agents.ControllerToAgentFileCallable;
import org.junit.runner.RunWith;

/** What the plugin's classes must not touch, whatever package they are in. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(
        packages = {"io.jenkins.plugins.cd4ml", "io.jenkins.cd4ml"},
        importOptions = ImportOption.DoNotIncludeTests.class)
public class BoundariesTest {

    @ArchTest
    static final ArchRule NOTHING_IS_ASKED_OF_THE_CONTROLLER_BY_AGENTS = classes()
            .that()
            .areAssignableTo(FilePath.FileCallable.class)
            .should()
            .beAssignableTo(ControllerToAgentFileCallable.class);

    @ArchTest
    static final ArchRule NO_CALLABLE_GOES_THE_OTHER_WAY = classes()
            .that()
            .areAssignableTo(Callable.class)
            .should()
            .beAssignableTo(ControllerToAgentCallable.class)
            .allowEmptyShould(true);

    /** XML is read by Jenkins' own XStream, for files that Jenkins wrote, and by nothing else: no DTD can come in. */
    @ArchTest
    static final ArchRule NO_XML_IS_PARSED = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "javax.xml.parsers..", "org.xml.sax..", "org.w3c.dom..", "org.dom4j..", "javax.xml.bind..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javax.xml.stream.XMLInputFactory");

    @ArchTest
    static final ArchRule NO_TYPE_IS_NAMED_BY_JSON = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(JsonTypeInfo.class)
            .orShould()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                                    "(enable|activate)DefaultTyping.*"))
                    .and(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                            com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                    assignableTo(ObjectMapper.class)))));

    @ArchTest
    static final ArchRule NO_NATIVE_LIBRARY_IS_LOADED = noClasses()
            .should()
            .callMethod(System.class, "load", String.class)
            .orShould()
            .callMethod(System.class, "loadLibrary", String.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "ai.djl..", "ai.onnxruntime..", "org.duckdb..", "software.amazon..", "ml.dmlc..", "com.sun.jna..");

    @ArchTest
    static final ArchRule NO_CLASS_IS_LOADED_BY_NAME = noClasses()
            .should()
            .callMethod(Class.class, "forName", String.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.net.URLClassLoader.class);

    /** On the controller archives of packages are kept, hashed and handed on as they are; what opens them runs on agents. */
    @ArchTest
    static final ArchRule NO_ARCHIVE_IS_OPENED = noClasses()
            .that()
            .areNotAssignableTo(ControllerToAgentFileCallable.class)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.zip.ZipInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.zip.ZipFile")
            .orShould()
            .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                            "unzip|untar|unzipFrom|untarFrom")));

    /** Addresses that people give are called in one place alone, which knows the proxy, the schemes and the time it may take. */
    @ArchTest
    static final ArchRule ONLY_WEBHOOKS_CALL_OUT = noClasses()
            .that()
            .resideOutsideOfPackage("io.jenkins.plugins.cd4ml.webhook")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "org.apache.http..", "okhttp3..")
            .orShould()
            .callMethod(URL.class, "openConnection");

    /** The only program that is started is the agent's Java, on the agent, to ask for its version. */
    @ArchTest
    static final ArchRule NO_PROGRAM_IS_STARTED_ON_THE_CONTROLLER = noClasses()
            .that()
            .haveNameNotMatching(".*\\.JavaOnAgent\\$Probe")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Runtime.class);
}
