package io.jenkins.cd4ml.remote.s3;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.RemoteObjects;
import io.jenkins.cd4ml.remote.RemoteStore;
import io.jenkins.cd4ml.runtime.Packs;
import io.jenkins.cd4ml.stage.StageContext;
import java.net.URI;
import java.util.Set;

/** Buckets of S3 and of what answers like it. */
public final class S3Stores implements RemoteStore {
    @Override
    public Set<String> schemes() {
        return Set.of("s3");
    }

    @Override
    public RemoteObjects open(URI address, StageContext context) {
        return new S3Loader(
                S3Address.of(address, context.environment()),
                context.environment(),
                Credentials.of(context.environment(), address.toString()),
                new Packs(context.environment(), context.events()));
    }
}
