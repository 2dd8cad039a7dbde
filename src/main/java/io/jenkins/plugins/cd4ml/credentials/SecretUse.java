package io.jenkins.plugins.cd4ml.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.cd4ml.protocol.layout.Variables;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/**
 * Credentials that a stage needs, by id: this is what is kept over a restart, never their content.
 *
 * @param purpose what they are for, as in the names of the engine's variables: {@code STORE}, {@code MIRROR}
 * @param address of the server they are for
 */
public record SecretUse(String purpose, String credentialsId, String address) implements Serializable {

    /** The engine's variables with what is in the credentials; marks them as used by the build. */
    public Map<String, String> environment(Run<?, ?> build) throws AbortException {
        StandardCredentials found = find(build);
        if (found == null) {
            throw new AbortException(Messages.SecretUse_none(credentialsId, address));
        }
        CredentialsProvider.track(build, found);
        Map<String, String> variables = new LinkedHashMap<>();
        if (found instanceof StandardUsernamePasswordCredentials password) {
            variables.put(Variables.PREFIX + purpose + Variables.USER, password.getUsername());
            variables.put(
                    Variables.PREFIX + purpose + Variables.PASSWORD,
                    password.getPassword().getPlainText());
        } else if (found instanceof StringCredentials token) {
            variables.put(
                    Variables.PREFIX + purpose + Variables.TOKEN,
                    token.getSecret().getPlainText());
        } else {
            throw new AbortException(Messages.SecretUse_kind(credentialsId, address));
        }
        return variables;
    }

    /** What must not be seen in the log: the password or token, and the user's name where it is marked as secret. */
    List<String> secrets(Run<?, ?> build) {
        StandardCredentials found = find(build);
        if (found instanceof StandardUsernamePasswordCredentials password) {
            String secret = password.getPassword().getPlainText();
            return password.isUsernameSecret() ? List.of(password.getUsername(), secret) : List.of(secret);
        }
        return found instanceof StringCredentials token
                ? List.of(token.getSecret().getPlainText())
                : List.of();
    }

    @CheckForNull
    private StandardCredentials find(Run<?, ?> build) {
        return CredentialsProvider.findCredentialById(
                credentialsId, StandardCredentials.class, build, CredentialsChoice.requirements(address));
    }
}
