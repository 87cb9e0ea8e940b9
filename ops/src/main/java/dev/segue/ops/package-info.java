/**
 * What those who run Segue look at and turn: bringing a cluster's topics to {@code topics.yaml}, and following all that is said on
 * them to tell how far each video is. Reads the stages' facts and takes part in none of their work: nothing here commits an
 * offset or joins a group; it writes commands, and puts dead letters back, because somebody asked for it. Depends on contract, stage and storage.
 */
@NullMarked
package dev.segue.ops;

import org.jspecify.annotations.NullMarked;
