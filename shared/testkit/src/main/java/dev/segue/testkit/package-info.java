/** Fakes of the ports, held to the same contracts as the real adapters, so that stages can be tested without servers. */
@NullMarked
package dev.segue.testkit;

import org.jspecify.annotations.NullMarked;
