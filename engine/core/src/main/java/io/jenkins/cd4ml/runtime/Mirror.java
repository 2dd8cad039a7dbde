package io.jenkins.cd4ml.runtime;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.layout.Variables;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;

/**
 * The one Maven repository that runtime packs come from, where a site has its own: {@value #URL} in the environment, with
 * {@value #USER} and {@value #PASSWORD} where it asks for them.
 */
final class Mirror {
    static final String URL = Variables.MIRROR;
    static final String USER = Variables.MIRROR + Variables.USER;
    static final String PASSWORD = Variables.MIRROR + Variables.PASSWORD;

    private static final Set<String> SCHEMES = Set.of("http", "https", "file");

    private final String address;
    private final String user;
    private final String password;

    private Mirror(String address, String user, String password) {
        this.address = address;
        this.user = user;
        this.password = password;
    }

    static Optional<Mirror> of(Map<String, String> environment) {
        String address = environment.get(URL);
        if (address == null || address.isBlank()) {
            return Optional.empty();
        }
        requireAddress(address.strip());
        return Optional.of(new Mirror(address.strip(), environment.get(USER), environment.get(PASSWORD)));
    }

    private static void requireAddress(String address) {
        try {
            URI uri = URI.create(address);
            if (SCHEMES.contains(String.valueOf(uri.getScheme())) && uri.getUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below, without repeating what may hold a password
        }
        throw new InputException(
                URL + " must be the address of a Maven repository that begins with https://, http:// or"
                        + " file://; a user and a password stand in " + USER + " and " + PASSWORD);
    }

    RemoteRepository repository() {
        RemoteRepository.Builder repository = new RemoteRepository.Builder("mirror", "default", address);
        if (user != null && password != null) {
            repository.setAuthentication(new AuthenticationBuilder()
                    .addUsername(user)
                    .addPassword(password)
                    .build());
        }
        return repository.build();
    }
}
