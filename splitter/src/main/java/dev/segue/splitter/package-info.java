/**
 * Cuts a film into units of work, on paper: no byte is moved. Each chunk is an exact range of frame times with the place to seek to;
 * the encoder trims the source by them.
 */
@NullMarked
package dev.segue.splitter;

import org.jspecify.annotations.NullMarked;
