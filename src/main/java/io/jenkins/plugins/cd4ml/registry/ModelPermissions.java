package io.jenkins.plugins.cd4ml.registry;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;

/** What a person may do with models, in a group of its own: for all of Jenkins, or for a job or folder that a model names. */
public final class ModelPermissions {
    public static final PermissionGroup GROUP =
            new PermissionGroup(ModelPermissions.class, Messages._ModelPermissions_title());

    private static final PermissionScope[] SCOPES = {
        PermissionScope.JENKINS, PermissionScope.ITEM_GROUP, PermissionScope.ITEM
    };

    /** Promote and roll back. */
    public static final Permission PROMOTE =
            new Permission(GROUP, "Promote", Messages._ModelPermissions_promote(), Jenkins.ADMINISTER, true, SCOPES);

    /** Approve, and withdraw an approval. */
    public static final Permission APPROVE =
            new Permission(GROUP, "Approve", Messages._ModelPermissions_approve(), Jenkins.ADMINISTER, true, SCOPES);

    /** Name jobs and environments; delete. */
    public static final Permission CONFIGURE = new Permission(
            GROUP, "Configure", Messages._ModelPermissions_configure(), Jenkins.ADMINISTER, true, SCOPES);

    private ModelPermissions() {}

    /** Makes them known before any authorization strategy is read. */
    @Restricted(DoNotUse.class)
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void known() {
        Objects.requireNonNull(GROUP, "made with the class");
    }
}
