package io.jenkins.cd4ml.remote.s3;

import io.jenkins.cd4ml.problem.InputException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A place in S3 or something like it.
 *
 * @param prefix empty, or ends with a slash
 * @param endpoint of something like S3; null: Amazon's own
 * @param pathStyle whether the bucket stands in the path rather than in the host's name
 */
public record S3Address(String bucket, String prefix, URI endpoint, String region, boolean pathStyle) {
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,62}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_-]{1,20}");
    private static final Set<String> OPTIONS = Set.of("endpoint", "region", "pathStyle");
    private static final String REGION = "us-east-1";

    /** Reads {@code s3://bucket/prefix?endpoint=…&region=…&pathStyle=…}; what it leaves out stands in the environment. */
    static S3Address of(URI address, Map<String, String> environment) {
        String bucket = address.getAuthority();
        if (bucket == null || !BUCKET.matcher(bucket).matches()) {
            throw wrong("needs a bucket's name, as in s3://models/weather");
        }
        Map<String, String> options = options(address);
        String endpoint = first(options.get("endpoint"), environment, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
        String region = first(options.get("region"), environment, "AWS_REGION", "AWS_DEFAULT_REGION");
        String pathStyle = options.get("pathStyle");
        if (pathStyle != null && !Set.of("true", "false").contains(pathStyle)) {
            throw wrong("has a pathStyle that is neither true nor false");
        }
        String path = address.getPath() == null ? "" : address.getPath().replaceAll("^/+|/+$", "");
        return new S3Address(
                bucket,
                path.isEmpty() ? "" : path + "/",
                endpoint == null ? null : endpoint(endpoint),
                region == null ? REGION : region,
                pathStyle == null ? endpoint != null : pathStyle.equals("true"));
    }

    private static Map<String, String> options(URI address) {
        Map<String, String> options = new LinkedHashMap<>();
        String query = address.getQuery();
        for (String option : query == null ? new String[0] : query.split("&")) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? "" : option.substring(0, equals);
            if (!OPTIONS.contains(name)) {
                throw wrong((NAME.matcher(name).matches() ? "knows no '" + name + "': it takes " : "takes ")
                        + "endpoint, pathStyle and region, each with a value, behind its ?");
            }
            options.put(name, option.substring(equals + 1));
        }
        return options;
    }

    private static URI endpoint(String text) {
        try {
            URI endpoint = URI.create(text);
            if (Set.of("http", "https").contains(String.valueOf(endpoint.getScheme()))
                    && endpoint.getHost() != null
                    && endpoint.getUserInfo() == null) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw wrong("has an endpoint that is no http or https address with a host, or has a user in it");
    }

    private static String first(String own, Map<String, String> environment, String... names) {
        if (own != null && !own.isBlank()) {
            return own;
        }
        for (String name : names) {
            String value = environment.get(name);
            if (value != null && !value.isBlank()) {
                return value;
            }
        }
        return null;
    }

    /** Says nothing of what stands there: it may be a password. */
    private static InputException wrong(String what) {
        return InputException.ofKey("store", "an s3 address " + what);
    }
}
