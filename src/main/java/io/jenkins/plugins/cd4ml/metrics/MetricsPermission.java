package io.jenkins.plugins.cd4ml.metrics;

import hudson.init.InitMilestone;
import hudson.init.Initializer;
import hudson.security.Permission;
import hudson.security.PermissionScope;
import io.jenkins.plugins.cd4ml.registry.ModelPermissions;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.DoNotUse;

/** Who may read the metrics: they tell of all models and jobs, whoever may see those. */
public final class MetricsPermission {
    /** Read the metrics; administrators may. */
    public static final Permission READ = new Permission(
            ModelPermissions.GROUP,
            "ReadMetrics",
            Messages._MetricsPermission_read(),
            Jenkins.ADMINISTER,
            true,
            new PermissionScope[] {PermissionScope.JENKINS});

    private MetricsPermission() {}

    /** Makes it known before any authorization strategy is read. */
    @Restricted(DoNotUse.class)
    @Initializer(before = InitMilestone.SYSTEM_CONFIG_LOADED)
    public static void known() {
        READ.getId();
    }
}
