package io.jenkins.plugins.cd4ml.registry;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.security.AccessDeniedException3;
import hudson.security.Permission;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** What the user of this request may do with a model. */
public final class ModelAccess {
    private ModelAccess() {}

    /** Whether they may see it: they may read one of its jobs or folders, or administer Jenkins. */
    public static boolean mayRead(ModelSummary model) {
        return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                || readableItems(model).findAny().isPresent();
    }

    /**
     * Whether they may see it and have that permission, for all of Jenkins or for one of the model's jobs or folders; to approve, for each of
     * them.
     *
     * @param permission one of {@link ModelPermissions}
     */
    public static boolean may(Permission permission, ModelSummary model) {
        if (!mayRead(model)) {
            return false;
        }
        if (Jenkins.get().hasPermission(permission)) {
            return true;
        }
        // An approval is for the whole model: who may approve for one of its jobs must not decide for the others.
        return permission == ModelPermissions.APPROVE
                ? mayOnAll(permission, model)
                : readableItems(model).anyMatch(item -> item.hasPermission(permission));
    }

    private static boolean mayOnAll(Permission permission, ModelSummary model) {
        return !model.settings().jobs().isEmpty()
                && model.settings().jobs().stream()
                        .map(ModelAccess::readable)
                        .allMatch(item -> item != null && item.hasPermission(permission));
    }

    /** Fails where they may not. */
    public static void check(Permission permission, ModelSummary model) {
        if (!may(permission, model)) {
            throw new AccessDeniedException3(Jenkins.getAuthentication2(), permission);
        }
    }

    private static Stream<Item> readableItems(ModelSummary model) {
        return model.settings().jobs().stream().map(ModelAccess::readable).filter(Objects::nonNull);
    }

    @CheckForNull
    private static Item readable(String name) {
        try {
            return Jenkins.get().getItemByFullName(name);
        } catch (AccessDeniedException e) {
            return null; // may know that it is there, and not more
        }
    }
}
