/**
 * Lets in what is a film by its bytes and refuses the rest before FFmpeg sees it. Start reading at {@code ScanUpload}, which reads
 * the upload once, asks {@code ContentSniffer} what it is and promotes it to the originals. Knows no FFmpeg and no Kafka.
 */
@NullMarked
package dev.segue.scanner;

import org.jspecify.annotations.NullMarked;
