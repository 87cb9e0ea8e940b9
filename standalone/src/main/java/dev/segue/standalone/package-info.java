/**
 * The {@code segue} command. Runs all seven stages in one JVM on embedded Kafka, S3 and PostgreSQL (transcode, up, demo), one
 * stage alone against real servers (stage), brings a cluster to {@code topics.yaml} (topics), and measures (bench). Start reading
 * at {@link dev.segue.standalone.Segue}, then {@link dev.segue.standalone.Laptop}.
 */
@NullMarked
package dev.segue.standalone;

import org.jspecify.annotations.NullMarked;
