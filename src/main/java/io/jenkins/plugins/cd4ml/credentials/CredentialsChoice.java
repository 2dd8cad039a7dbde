package io.jenkins.plugins.cd4ml.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Kinds of credentials that forms let people choose from. */
public enum CredentialsChoice {
    /** User with password, or a token. */
    ANY(CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class))),
    /** User with password. */
    PASSWORD(CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class)),
    /** A secret text. */
    SECRET(CredentialsMatchers.instanceOf(StringCredentials.class));

    private final CredentialsMatcher matcher;

    CredentialsChoice(CredentialsMatcher kind) {
        // What belongs to the system alone is of no use to builds.
        matcher = CredentialsMatchers.allOf(
                kind, CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM)));
    }

    /** Whether the person may set things up there. */
    public static boolean mayConfigure(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
    }

    /**
     * What a form offers; who may not configure sees nothing but what is chosen.
     *
     * @param item the folder that is configured; null: Jenkins itself
     */
    public ListBoxModel items(@CheckForNull Item item, @CheckForNull String chosen, @CheckForNull String address) {
        StandardListBoxModel items = new StandardListBoxModel();
        if (!mayConfigure(item)) {
            return items.includeCurrentValue(Util.fixNull(chosen));
        }
        items.includeEmptyValue();
        if (item == null) {
            items.includeMatchingAs(
                    ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, requirements(address), matcher);
        } else {
            items.includeMatchingAs(ACL.SYSTEM2, item, StandardCredentials.class, requirements(address), matcher);
        }
        return items.includeCurrentValue(Util.fixNull(chosen));
    }

    /** Whether there are such credentials; silent to who may not configure. */
    public FormValidation check(@CheckForNull Item item, @CheckForNull String value, @CheckForNull String address) {
        String id = Util.fixEmptyAndTrim(value);
        if (id == null || !mayConfigure(item)) {
            return FormValidation.ok();
        }
        boolean there = (item == null
                        ? CredentialsProvider.listCredentialsInItemGroup(
                                StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements(address), matcher)
                        : CredentialsProvider.listCredentialsInItem(
                                StandardCredentials.class, item, ACL.SYSTEM2, requirements(address), matcher))
                .stream().anyMatch(option -> option.value.equals(id));
        return there ? FormValidation.ok() : FormValidation.warning(Messages.CredentialsChoice_none(id));
    }

    /** What credentials must be meant for, where they are bound to hosts. */
    static List<DomainRequirement> requirements(@CheckForNull String address) {
        return address == null || !address.matches("https?://.*")
                ? List.of()
                : URIRequirementBuilder.fromUri(address).build();
    }
}
