package io.jenkins.plugins.cd4ml.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.util.FormValidation;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.ClassRule;
import org.junit.Test;

public class Cd4mlConfigurationTest {
    @ClassRule
    @ConfiguredWithCode("configuration.yaml")
    public static final JenkinsConfiguredWithCodeRule jenkins = new JenkinsConfiguredWithCodeRule();

    @Test
    public void isReadFromCodeAndWrittenBack() throws Exception {
        Cd4mlConfiguration configuration = Cd4mlConfiguration.get();
        assertEquals("/opt/cd4ml/packs", configuration.getPacksDirectory());
        assertEquals("/var/cache/cd4ml", configuration.getCacheDirectory());
        assertEquals("2g", configuration.getHeap());
        assertTrue(configuration.isKnownModelsOnly());
        assertRules(configuration);
        assertEquals("/mnt/packs", RuntimePacks.named("offline").orElseThrow().getHome());

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        assertThat(yaml, containsString("packsDirectory: \"/opt/cd4ml/packs\""));
        assertThat(yaml, containsString("cd4mlPacks:"));
        for (String line : List.of(
                "address: \"s3://models/weather?endpoint=https://minio.example.org:9000\"",
                "credentialsId: \"minio\"",
                "url: \"https://maven.example.org/repository\"",
                "secretId: \"hook\"",
                "otherApprover: true",
                "requireVerdict: false",
                "packageMegabytes: 2000")) {
            assertThat(yaml, containsString(line));
        }
    }

    private static void assertRules(Cd4mlConfiguration configuration) {
        assertEquals(2, configuration.getEnvironmentRules().size());
        SiteRule production = configuration.getEnvironmentRules().get(0);
        assertEquals("production", production.getEnvironment());
        assertTrue(production.isRequireVerdict());
        assertTrue(production.isRequireCanary());
        assertTrue(production.isApproval());
        assertTrue(production.isOtherApprover());
        assertEquals("carol", production.getApprovers());
        assertEquals(
                List.of("accuracy >= 0.75", "recall >= 0.5"),
                production.getGates().lines().toList());
        SiteRule others = configuration.getEnvironmentRules().get(1);
        assertEquals("*", others.getEnvironment());
        assertFalse(others.isRequireVerdict());
        assertFalse(others.isApproval());
    }

    @Test
    public void surviveTheForm() throws Exception {
        jenkins.configRoundtrip();
        Cd4mlConfiguration configuration = Cd4mlConfiguration.get();
        assertRules(configuration);
        assertEquals("2g", configuration.getHeap());
        assertTrue(configuration.isKnownModelsOnly());
        assertEquals("/opt/cd4ml/packs", configuration.getPacksDirectory());
        assertEquals(
                "s3://models/weather?endpoint=https://minio.example.org:9000",
                configuration.getStore().getAddress());
        assertEquals(
                "kept although nobody has it", "minio", configuration.getStore().getCredentialsId());
        assertEquals(
                "https://maven.example.org/repository",
                configuration.getMirror().getUrl());
        assertEquals("maven", configuration.getMirror().getCredentialsId());
        assertEquals(
                "https://hooks.example.org/cd4ml", configuration.getWebhook().getUrl());
        assertEquals("hook", configuration.getWebhook().getSecretId());
        assertEquals(50, Cd4mlConfiguration.limits().getRunMegabytes());
        assertEquals(2000, Cd4mlConfiguration.limits().getPackageMegabytes());
        assertEquals(16, Cd4mlConfiguration.limits().getResultMegabytes());
    }

    /** What a file of an older version lacks is what it was then. */
    @Test
    public void aFileOfTheFirstVersionIsRead() {
        Object old = Jenkins.XSTREAM2.fromXML("<io.jenkins.plugins.cd4ml.config.Limits/>");
        assertEquals(100, ((Limits) old).getRunMegabytes());
        assertEquals(500, ((Limits) old).getPackageMegabytes());
    }

    @Test
    public void limitsStayWithinReason() {
        Limits limits = new Limits();
        limits.setResultMegabytes(1000);
        limits.setRunMegabytes(-5);
        assertEquals("the protocol's own limit", 16, limits.getResultMegabytes());
        assertEquals(1, limits.getRunMegabytes());
        Limits.DescriptorImpl descriptor = Jenkins.get().getDescriptorByType(Limits.DescriptorImpl.class);
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckResultMegabytes("17").kind);
        assertEquals(FormValidation.Kind.ERROR, descriptor.doCheckRunMegabytes("many").kind);
        assertEquals(FormValidation.Kind.OK, descriptor.doCheckPackageMegabytes("900").kind);
    }
}
