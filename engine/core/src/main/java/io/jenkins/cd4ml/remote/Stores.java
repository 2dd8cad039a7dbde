package io.jenkins.cd4ml.remote;

import io.jenkins.cd4ml.problem.InputException;
import io.jenkins.cd4ml.protocol.layout.ProjectLayout;
import io.jenkins.cd4ml.runtime.Adapters;
import io.jenkins.cd4ml.stage.StageContext;
import io.jenkins.cd4ml.store.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The store of a stage: {@code store} of {@code cd4ml.yaml}, else the one that the environment names in
 * {@value Credentials#STORE}, else a folder of the project. A store elsewhere has that folder as its cache.
 */
public final class Stores {
    private static final String FOLDER = ProjectLayout.STORE;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*", Pattern.DOTALL);

    private Stores() {}

    /** Opens it; the network is asked only when something is looked for or put there. */
    public static ObjectStore of(StageContext context) throws IOException {
        return of(context, RetryTimes.DEFAULT);
    }

    /** With another times, for tests of adapters. */
    public static ObjectStore of(StageContext context, RetryTimes times) throws IOException {
        String address = address(context);
        if (!SCHEME.matcher(address).matches()) {
            return ObjectStore.open(context.project().resolve(address));
        }
        URI uri = parse(address);
        Attempts attempts = new Attempts(address, context.cancellation(), context.events(), times);
        return ObjectStore.open(
                context.project().resolve(FOLDER), new CheckedStore(address, objects(uri, context), attempts));
    }

    private static String address(StageContext context) {
        String own = context.configuration().store();
        String given = context.environment().get(Credentials.STORE);
        return own != null ? own : given != null && !given.isBlank() ? given.strip() : FOLDER;
    }

    private static URI parse(String address) {
        try {
            URI uri = new URI(address);
            // The authority, not the user in it: Java knows no user where the host's name is not one of the DNS, as
            // "my_bucket".
            if (uri.getAuthority() != null && uri.getAuthority().contains("@")) {
                throw InputException.ofKey(
                        "store",
                        "an address with a user or a password in it is refused: put them into " + Credentials.USER
                                + " and " + Credentials.PASSWORD);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw InputException.ofKey("store", "this is not an address: " + e.getReason());
        }
    }

    private static RemoteObjects objects(URI uri, StageContext context) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        List<RemoteStore> kinds = Adapters.of(RemoteStore.class);
        return kinds.stream()
                .filter(kind -> kind.schemes().contains(scheme))
                .findFirst()
                .orElseThrow(() -> InputException.ofKey(
                        "store",
                        "'" + uri.getScheme()
                                + "://' is not known: a store is a folder, or an address that begins with "
                                + known(kinds)))
                .open(uri, context);
    }

    private static String known(List<RemoteStore> kinds) {
        List<String> schemes = kinds.stream()
                .flatMap(kind -> kind.schemes().stream())
                .map(scheme -> scheme + "://")
                .sorted()
                .toList();
        int last = schemes.size() - 1;
        return last < 1
                ? String.join("", schemes)
                : String.join(", ", schemes.subList(0, last)) + " or " + schemes.get(last);
    }
}
