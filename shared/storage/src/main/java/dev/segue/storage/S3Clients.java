package dev.segue.storage;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Builds the SDK's clients from our settings. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /**
     * How long a store may take.
     *
     * @param silence on a connection
     * @param attempt one request with its body; the SDK makes up to four
     */
    record Patience(Duration silence, Duration attempt) {
        /**
         * The longest regular silence is a copy of 5 GiB, which simple stores do without a sign of life; the longest request is a
         * part of 8 MiB or a file of 64 MiB on a thin line.
         */
        static final Patience USUAL = new Patience(Duration.ofMinutes(2), Duration.ofMinutes(5));
    }

    private S3Clients() {}

    static S3Client client(StorageSettings settings) {
        return client(settings, Patience.USUAL);
    }

    static S3Client client(StorageSettings settings, Patience patience) {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                // Our bodies are small, and the JDK's client loses error answers to requests that expect a 100. A body
                // in chunks ends
                // with a checksum that some servers do not wait for: they answer and hang up while it is being sent,
                // and the
                // request is made again. Without chunks the checksum is a header, and a small object takes a quarter
                // less work.
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .expectContinueEnabled(false)
                        .chunkedEncodingEnabled(false)
                        .build())
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(patience.attempt()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(patience.silence()));
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    static S3Presigner presigner(StorageSettings settings) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(credentials(settings))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.pathStyle())
                        .build());
        URI endpoint = settings.endpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(StorageSettings settings) {
        String accessKey = settings.accessKey();
        String secretKey = settings.secretKey();
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }
}
