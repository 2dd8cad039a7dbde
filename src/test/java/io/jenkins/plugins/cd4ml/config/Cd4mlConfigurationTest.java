package io.jenkins.plugins.cd4ml.config;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
        assertEquals("/mnt/packs", RuntimePacks.named("offline").orElseThrow().getHome());

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        assertThat(yaml, containsString("packsDirectory: \"/opt/cd4ml/packs\""));
        assertThat(yaml, containsString("cd4mlPacks:"));
    }

    @Test
    public void surviveTheForm() throws Exception {
        jenkins.configRoundtrip();
        assertEquals("2g", Cd4mlConfiguration.get().getHeap());
        assertEquals("/opt/cd4ml/packs", Cd4mlConfiguration.get().getPacksDirectory());
    }
}
