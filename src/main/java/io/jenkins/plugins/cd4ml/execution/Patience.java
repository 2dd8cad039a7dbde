package io.jenkins.plugins.cd4ml.execution;

/** How long, in seconds, one waits for an agent. */
final class Patience {
    /** For a stage to be started: the engine may have to be copied, a run to be laid out. */
    static final long START_SECONDS = 600;

    /** For one answer; a connection that hangs is asked again. */
    static final long ASK_SECONDS = 60;

    /** For what a stage left to be taken over, as long as nothing moves: a package may have to come to the controller. */
    static final long CONCLUDE_SECONDS = 600;

    /** For the same to be tried again, where something else than the connection is in the way. */
    static final long TAKEOVER_SECONDS = 30;

    /** For an engine that was told to stop, until it is killed. */
    static final long STOP_SECONDS = 30;

    private Patience() {}
}
