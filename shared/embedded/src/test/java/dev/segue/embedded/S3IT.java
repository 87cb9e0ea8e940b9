package dev.segue.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3IT {
    @TempDir
    Path folder;

    @Test
    void objectsAndTheKeyOutliveARestart() throws Exception {
        String secret;
        try (EmbeddedS3 s3 = EmbeddedS3.start(folder, 0);
                S3Client client = client(s3, s3.secretKey())) {
            secret = s3.secretKey();
            client.createBucket(b -> b.bucket("vod"));
            client.putObject(b -> b.bucket("vod").key("film/v1/init.mp4"), RequestBody.fromString("moov"));
        }
        try (EmbeddedS3 s3 = EmbeddedS3.start(folder, 0);
                S3Client client = client(s3, secret)) {
            assertThat(client.getObjectAsBytes(b -> b.bucket("vod").key("film/v1/init.mp4"))
                            .asUtf8String())
                    .isEqualTo("moov");
            assertThat(client.listObjectsV2(b -> b.bucket("vod")).contents()).hasSize(1);
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("secret-key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void refusesAWrongKey() throws Exception {
        try (EmbeddedS3 s3 = EmbeddedS3.start(folder, 0);
                S3Client client = client(s3, "0".repeat(40))) {
            assertThatThrownBy(() -> client.createBucket(b -> b.bucket("vod")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    private static S3Client client(EmbeddedS3 s3, String secretKey) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(s3.accessKey(), secretKey)))
                .build();
    }
}
