package io.jenkins.cd4ml.remote.s3.client;

import io.jenkins.cd4ml.remote.Credentials;
import io.jenkins.cd4ml.remote.s3.S3Address;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Sets up Amazon's client: one attempt for each call, since our own caller repeats; checksums where we ask for them. */
final class S3Clients {
    private S3Clients() {}

    static S3Client of(S3Address address, Map<String, String> environment, Credentials credentials) {
        S3ClientBuilder client = S3Client.builder()
                .credentialsProvider(provider(environment, credentials))
                .region(Region.of(address.region()))
                .forcePathStyle(address.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(10))
                        .socketTimeout(Duration.ofSeconds(60)));
        if (address.endpoint() != null) {
            client.endpointOverride(address.endpoint());
        }
        return client.build();
    }

    /** Ours, those of Amazon's variables, or what Amazon's tools would find. */
    private static AwsCredentialsProvider provider(Map<String, String> environment, Credentials own) {
        if (own != null && own.user() != null && own.password() != null) {
            return StaticCredentialsProvider.create(keys(own.user(), own.password(), own.token()));
        }
        String id = environment.get("AWS_ACCESS_KEY_ID");
        String secret = environment.get("AWS_SECRET_ACCESS_KEY");
        return id != null && secret != null
                ? StaticCredentialsProvider.create(keys(id, secret, environment.get("AWS_SESSION_TOKEN")))
                : DefaultCredentialsProvider.create();
    }

    private static AwsCredentials keys(String id, String secret, String session) {
        return session == null || session.isBlank()
                ? AwsBasicCredentials.create(id, secret)
                : AwsSessionCredentials.create(id, secret, session);
    }
}
