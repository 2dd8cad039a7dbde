package io.jenkins.cd4ml.remote.s3;

import io.jenkins.cd4ml.runtime.RuntimePack;

/** Amazon's client for S3. */
public final class S3Pack implements RuntimePack {
    static final String NAME = "s3";

    @Override
    public String name() {
        return NAME;
    }
}
