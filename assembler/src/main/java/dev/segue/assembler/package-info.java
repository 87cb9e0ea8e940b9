/**
 * Counts the encoded units of every rendition and says once that a rendition is complete, after checking that its segments follow
 * each other exactly. What is counted and decided is pure ({@link dev.segue.assembler.Assembly} and below); one Kafka Streams
 * processor around it keeps the state and speaks with the topics. Reads no media.
 */
@NullMarked
package dev.segue.assembler;

import org.jspecify.annotations.NullMarked;
