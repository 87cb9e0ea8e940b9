/**
 * Which records share groups have finished, as the brokers note it for themselves: what no request to Kafka tells (decision 0022).
 */
@NullMarked
package dev.segue.ops.sharegroup;

import org.jspecify.annotations.NullMarked;
