package io.jenkins.cd4ml.remote;

import io.jenkins.cd4ml.protocol.layout.Variables;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Who we are to a store, from the environment alone: {@value #USER} with {@value #PASSWORD}, or {@value #TOKEN}. They are meant for one
 * store: where {@value #STORE} names it, no other one gets to see them, whatever a project's {@code cd4ml.yaml} says.
 */
public record Credentials(String user, String password, String token) {
    /** The store that the credentials are for, and that projects use which name none. */
    public static final String STORE = Variables.STORE;

    public static final String USER = Variables.STORE + Variables.USER;
    public static final String PASSWORD = Variables.STORE + Variables.PASSWORD;
    public static final String TOKEN = Variables.STORE + Variables.TOKEN;

    /** Those for the store of that address; empty where there are none, or where they are another one's. */
    public static Optional<Credentials> of(Map<String, String> environment, String address) {
        String meant = text(environment, STORE);
        Credentials all =
                new Credentials(text(environment, USER), text(environment, PASSWORD), text(environment, TOKEN));
        boolean none = all.token == null && (all.user == null || all.password == null);
        return none || meant != null && !meant.equals(address) ? Optional.empty() : Optional.of(all);
    }

    private static String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** What an HTTP server is told: the token before user and password. */
    public String authorization() {
        return token == null
                ? "Basic "
                        + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))
                : "Bearer " + token;
    }

    @Override
    public String toString() {
        return "Credentials[…]";
    }
}
