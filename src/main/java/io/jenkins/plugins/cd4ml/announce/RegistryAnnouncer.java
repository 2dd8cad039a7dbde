package io.jenkins.plugins.cd4ml.announce;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.cd4ml.protocol.registry.BuildReference;
import io.jenkins.cd4ml.protocol.registry.HistoryEntry;
import io.jenkins.plugins.cd4ml.config.Settings;
import io.jenkins.plugins.cd4ml.registry.ModelSummary;
import io.jenkins.plugins.cd4ml.registry.RegistryListener;
import io.jenkins.plugins.cd4ml.webhook.Deliveries;
import io.jenkins.plugins.cd4ml.webhook.WebhookEvent;
import io.jenkins.plugins.cd4ml.webhook.WebhookSettings;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** New versions, and what people promote or roll back; what a canary does is told by its stage. */
@Extension
public final class RegistryAnnouncer implements RegistryListener {

    @Override
    public void onEntry(ModelSummary model, HistoryEntry entry) {
        String event = event(entry);
        if (event == null) {
            return;
        }
        Item item = item(model, entry.build());
        WebhookSettings webhook = Settings.of(item).webhook();
        if (webhook != null) {
            Integer version = entry.version() == null ? entry.to() : entry.version();
            WebhookEvent told = WebhookEvent.now(
                    event,
                    model.name(),
                    version,
                    entry.alias(),
                    entry.actor(),
                    entry.reason(),
                    null,
                    entry.build() == null
                            ? null
                            : new WebhookEvent.Build(
                                    entry.build().job(), entry.build().number(), null));
            Deliveries.get().send(webhook, told, item);
        }
    }

    @CheckForNull
    private static String event(HistoryEntry entry) {
        return switch (entry.action()) {
            case REGISTER -> "version.registered";
            case PROMOTE -> entry.build() == null ? "version.promoted" : null;
            case ROLLBACK -> entry.build() == null ? "version.rolledBack" : null;
            case ALIAS, REJECT, APPROVE, WITHDRAW, CONFIGURE, DELETE -> null;
        };
    }

    /** Whose webhook it is: that of the build's job, else of the first job or folder that the model names. */
    @CheckForNull
    private static Item item(ModelSummary model, @CheckForNull BuildReference build) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return (build == null ? model.settings().jobs().stream() : Stream.of(build.job()))
                    .map(name -> Jenkins.get().getItemByFullName(name))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }
}
