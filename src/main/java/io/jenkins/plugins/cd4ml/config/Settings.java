package io.jenkins.plugins.cd4ml.config;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Run;
import io.jenkins.plugins.cd4ml.webhook.WebhookSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** What holds for a job: of each setting the nearest folder's that has one, else that of Jenkins. */
public record Settings(
        @CheckForNull String packsDirectory,
        @CheckForNull String cacheDirectory,
        @CheckForNull String heap,
        @CheckForNull StoreSettings store,
        @CheckForNull MirrorSettings mirror,
        @CheckForNull WebhookSettings webhook) {

    /** For a build. */
    public static Settings of(Run<?, ?> build) {
        return of(build.getParent());
    }

    /** For a job, or for what belongs to a folder as such; null: for what belongs to neither. */
    public static Settings of(@CheckForNull Item item) {
        List<Source> sources = new ArrayList<>();
        ItemGroup<?> group = item instanceof AbstractFolder<?> folder ? folder : item == null ? null : item.getParent();
        while (group instanceof AbstractFolder<?> folder) {
            FolderSettings own = folder.getProperties().get(FolderSettings.class);
            if (own != null) {
                sources.add(own);
            }
            group = folder.getParent();
        }
        sources.add(Cd4mlConfiguration.get());
        return new Settings(
                first(sources, Source::getPacksDirectory),
                first(sources, Source::getCacheDirectory),
                first(sources, Source::getHeap),
                first(sources, Source::getStore),
                first(sources, Source::getMirror),
                first(sources, Source::getWebhook));
    }

    private static <T> T first(List<Source> sources, Function<Source, T> setting) {
        return sources.stream()
                .map(setting)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Something that has settings, and may leave out any. */
    interface Source {
        @CheckForNull
        String getPacksDirectory();

        @CheckForNull
        String getCacheDirectory();

        @CheckForNull
        String getHeap();

        @CheckForNull
        StoreSettings getStore();

        @CheckForNull
        MirrorSettings getMirror();

        @CheckForNull
        WebhookSettings getWebhook();
    }
}
