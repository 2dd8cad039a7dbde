package io.jenkins.cd4ml.deploy.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Refuses what no program of this machine sends. A page in a browser can reach 127.0.0.1: it names another origin, and where a name of its own leads
 * here (DNS rebinding) another host.
 */
final class CallerCheck {
    private static final Pattern HOST = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?");

    private CallerCheck() {}

    /** Throws where a header is not to be had here. */
    static void require(Headers headers) throws HttpProblem {
        List<String> hosts = headers.all("Host");
        if (hosts.size() > 1) {
            throw new HttpProblem(400, "the header Host is there " + hosts.size() + " times");
        }
        // A program of HTTP/1.0 sends none; a browser always does.
        String host = hosts.isEmpty() ? null : hosts.get(0).toLowerCase(Locale.ROOT);
        if (host != null && !HOST.matcher(host).matches()) {
            throw new HttpProblem(
                    403,
                    "this server answers to the host 127.0.0.1 or localhost alone, not to '" + printable(host) + "'");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.toLowerCase(Locale.ROOT).equals("http://" + host)) {
            throw new HttpProblem(403, "web pages of another origin may not ask here: " + printable(origin));
        }
        String encoding = headers.getFirst("Content-Encoding");
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw new HttpProblem(
                    415, "send the body as it is: the Content-Encoding '" + printable(encoding) + "' is not read here");
        }
    }

    private static String printable(String text) {
        String shown = text.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    }
}
