package io.jenkins.cd4ml.remote.s3.client;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteProblem;
import io.jenkins.cd4ml.remote.s3.S3Address;
import java.io.IOException;
import java.net.UnknownHostException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 and its client complain about, as sentences; their own texts may name keys, so that none of them is passed on. */
final class S3Problems {
    private static final String NO_CREDENTIALS = "Unable to load credentials";

    private final S3Address address;

    S3Problems(S3Address address) {
        this.address = address;
    }

    RemoteProblem noBucket() {
        return RemoteProblem.lasting("does not exist: there is no bucket " + address.bucket() + " at " + place()
                + ": create it, or correct 'store'");
    }

    IOException of(SdkException e) {
        if (e instanceof S3Exception answer) {
            return answered(answer);
        }
        if (String.valueOf(e.getMessage()).startsWith(NO_CREDENTIALS)) {
            return RemoteProblem.lasting("asks for credentials: put them into " + where());
        }
        Throwable root = e;
        for (Throwable each = e; each != null; each = each.getCause()) {
            root = each;
        }
        String why = root instanceof UnknownHostException
                ? "no such host"
                : root instanceof IOException && root.getMessage() != null
                        ? root.getMessage()
                        : root.getClass().getSimpleName();
        return RemoteProblem.passing("cannot be reached at " + place() + ": " + why);
    }

    private RemoteProblem answered(S3Exception e) {
        String error = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        String code = " (HTTP " + e.statusCode() + (error == null || error.isBlank() ? "" : ", " + error) + ")";
        if ("NoSuchBucket".equals(error)) {
            return noBucket();
        }
        return switch (e.statusCode()) {
            case 401, 403 -> RemoteProblem.lasting("refuses the credentials" + code
                    + ": check that they may read and write objects there, " + where());
            case 301, 307 -> RemoteProblem.lasting("is in another region than " + address.region() + code
                    + ": name its region in AWS_REGION, or add ?region=… to 'store'");
            case 408, 429 -> RemoteProblem.passing("is busy" + code);
            default -> e.statusCode() / 100 == 5 || "RequestTimeout".equals(error)
                    ? RemoteProblem.passing("has a fault" + code)
                    : RemoteProblem.lasting("does not do what it is asked" + code);
        };
    }

    private String place() {
        return address.endpoint() == null ? "Amazon S3" : address.endpoint().toString();
    }

    private static String where() {
        return Credentials.USER + " and " + Credentials.PASSWORD
                + ", or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; in Jenkins, choose them where the store is"
                + " configured";
    }
}
