package io.jenkins.cd4ml.protocol.layout;

/** Environment variables that the engine reads or sets. */
public final class Variables {
    /** A folder with the jars of runtime packs, for machines without a network. */
    public static final String PACKS = "CD4ML_PACKS";

    /** A folder for what can be fetched again; by default {@code ~/.cache/cd4ml}. */
    public static final String CACHE = "CD4ML_CACHE";

    /** Identifies the processes of one request, so that a stop finds all of them. */
    public static final String REQUEST = "CD4ML_REQUEST";

    /** The folder with the rows for a team's program. */
    public static final String PROGRAM_INPUT = "CD4ML_IN";

    /** The folder where a team's program leaves its model. */
    public static final String PROGRAM_OUTPUT = "CD4ML_OUT";

    /** What the names of a remote service's variables begin with; the service's purpose follows. */
    public static final String PREFIX = "CD4ML_";

    /** Address of the store; its credentials are in the variables with the suffixes below. */
    public static final String STORE = PREFIX + "STORE";

    /** Address of the mirror of Maven repositories; its credentials are in the variables with the suffixes below. */
    public static final String MIRROR = PREFIX + "MIRROR";

    /** Behind the name of an address: the user. */
    public static final String USER = "_USER";

    /** Behind the name of an address: the user's password. */
    public static final String PASSWORD = "_PASSWORD";

    /** Behind the name of an address: a token. */
    public static final String TOKEN = "_TOKEN";

    private Variables() {}
}
