/**
 * Real servers for a laptop and for tests: a Kafka broker and an S3 store inside this JVM, and PostgreSQL beside it. Each keeps
 * its data in a folder and finds it again at the next start, also after the process was killed. Knows nothing of Segue.
 */
@NullMarked
package dev.segue.embedded;

import org.jspecify.annotations.NullMarked;
