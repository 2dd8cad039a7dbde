package io.jenkins.cd4ml.protocol;

/** What one stage found, beyond what all results share. The stage in the envelope tells which one it is. */
public sealed interface StageDetail
        permits VersionDataDetail,
                TrainModelDetail,
                ValidateModelDetail,
                PackageModelDetail,
                DeployCanaryDetail,
                CheckDriftDetail {}
