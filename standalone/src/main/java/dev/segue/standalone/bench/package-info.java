/**
 * The {@code segue bench} commands' measurements. {@link dev.segue.standalone.bench.RuntimeBench} measures how stages run,
 * {@link dev.segue.standalone.bench.ControlPlaneBench} what everything but the encoding carries,
 * {@link dev.segue.standalone.bench.EncodeBench} how long a film takes against plain FFmpeg. Knows nothing of the command line.
 */
@NullMarked
package dev.segue.standalone.bench;

import org.jspecify.annotations.NullMarked;
