/**
 * The audit: whether what Kafka's topics say and what lies in the object store fit together, film by film. Reads those two and nothing
 * else, neither PostgreSQL nor what a running process remembers, and shares no code with the stages it judges but the events themselves
 * and the names of objects.
 */
@NullMarked
package dev.segue.ops.audit;

import org.jspecify.annotations.NullMarked;
