/**
 * What the stages say to each other and nothing else: events, ids, the plan they carry, the envelope around them and the
 * catalogue of topics. Knows neither Kafka nor S3 nor FFmpeg, and depends on no other module of Segue.
 */
@NullMarked
package dev.segue.contract;

import org.jspecify.annotations.NullMarked;
