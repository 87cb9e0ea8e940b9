/**
 * How far behind the groups of consumers are, in records and in seconds, whatever kind of group it is. Looks at the cluster on a thread of its
 * own and shows what it saw last, so that nobody who asks for metrics waits for Kafka. Belongs to no group and commits nothing.
 */
@NullMarked
package dev.segue.ops.lag;

import org.jspecify.annotations.NullMarked;
