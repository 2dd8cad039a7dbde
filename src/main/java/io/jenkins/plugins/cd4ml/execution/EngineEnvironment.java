package io.jenkins.plugins.cd4ml.execution;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.cd4ml.protocol.layout.Variables;
import io.jenkins.plugins.cd4ml.config.MirrorSettings;
import io.jenkins.plugins.cd4ml.config.RuntimePacks;
import io.jenkins.plugins.cd4ml.config.Settings;
import io.jenkins.plugins.cd4ml.config.StoreSettings;
import io.jenkins.plugins.cd4ml.credentials.SecretUse;
import io.jenkins.plugins.cd4ml.delivery.BuildTrust;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the engine finds in its environment: the settings of the job's folder or of Jenkins, and the one way secrets reach it. A build that
 * is not trusted gets none: its project says what runs on the agent, and may read them.
 *
 * @param variables with secrets: not to be kept
 * @param secrets where these came from
 */
record EngineEnvironment(Map<String, String> variables, List<SecretUse> secrets) {

    static EngineEnvironment of(Scene scene, StageOrder order) throws IOException, InterruptedException {
        Settings settings = Settings.of(scene.build());
        Map<String, String> variables = new LinkedHashMap<>();
        put(variables, Variables.PACKS, order.packs() == null ? settings.packsDirectory() : tool(scene, order));
        put(variables, Variables.CACHE, settings.cacheDirectory());
        List<SecretUse> secrets = new ArrayList<>();
        StoreSettings store = settings.store();
        if (store != null) {
            add("STORE", store.getAddress(), store.getCredentialsId(), variables, secrets);
        }
        MirrorSettings mirror = settings.mirror();
        if (mirror != null) {
            add("MIRROR", mirror.getUrl(), mirror.getCredentialsId(), variables, secrets);
        }
        if (!secrets.isEmpty() && !new BuildTrust(scene.build()).isTrusted(scene.listener())) {
            scene.listener()
                    .getLogger()
                    .println(Messages.EngineEnvironment_untrusted(
                            order.stage().step(), scene.build().getParent().getFullName()));
            secrets.clear();
        }
        for (SecretUse secret : secrets) {
            variables.putAll(secret.environment(scene.build()));
        }
        return new EngineEnvironment(variables, List.copyOf(secrets));
    }

    private static String tool(Scene scene, StageOrder order) throws IOException, InterruptedException {
        return RuntimePacks.named(order.packs())
                .orElseThrow(() -> new AbortException(Messages.StageExecution_noPacks(order.packs())))
                .forNode(scene.node(), scene.listener())
                .forEnvironment(scene.environment())
                .getHome();
    }

    private static void add(
            String purpose,
            @CheckForNull String address,
            @CheckForNull String credentialsId,
            Map<String, String> variables,
            List<SecretUse> secrets) {
        put(variables, Variables.PREFIX + purpose, address);
        if (credentialsId != null) {
            secrets.add(new SecretUse(purpose, credentialsId, address));
        }
    }

    private static void put(Map<String, String> variables, String name, @CheckForNull String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }
}
