package io.jenkins.cd4ml.remote.http;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteProblem;

/** What the status codes of a store's answers mean to people. */
final class HttpAnswers {
    static final int NOT_ALLOWED = 405;
    static final int CONFLICT = 409;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int TIMEOUT = 408;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int FULL = 507;

    private final boolean withCredentials;

    HttpAnswers(boolean withCredentials) {
        this.withCredentials = withCredentials;
    }

    boolean isAbsent(int status) {
        return status == NOT_FOUND || status == GONE;
    }

    /** Throws a sentence for everything but success. */
    void requireDone(String method, int status) throws RemoteProblem {
        if (status / 100 == 2) {
            return;
        }
        String code = " (HTTP " + status + " to " + method + ")";
        throw switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> refused(code);
            case NOT_FOUND, NOT_ALLOWED, NOT_IMPLEMENTED, CONFLICT -> RemoteProblem.lasting("takes no objects" + code
                    + ": its address must be a folder that accepts PUT, as WebDAV, Nexus' raw repositories and"
                    + " Artifactory's generic ones do");
            case TOO_LARGE -> RemoteProblem.lasting(
                    "does not take an object of this size" + code + ": raise the server's limit");
            case FULL -> RemoteProblem.lasting("is full" + code);
            case TIMEOUT, TOO_MANY -> RemoteProblem.passing("is busy" + code);
            default -> status / 100 == 5
                    ? RemoteProblem.passing("has a fault" + code)
                    : RemoteProblem.lasting("does not do what it is asked" + code);
        };
    }

    private RemoteProblem refused(String code) {
        return RemoteProblem.lasting(
                withCredentials
                        ? "refuses the credentials" + code + ": check that they may read and write there, " + where()
                        : "asks for credentials" + code + ": put them into " + where());
    }

    private static String where() {
        return Credentials.USER + " and " + Credentials.PASSWORD + ", or into " + Credentials.TOKEN
                + "; in Jenkins, choose them where the store is configured";
    }
}
