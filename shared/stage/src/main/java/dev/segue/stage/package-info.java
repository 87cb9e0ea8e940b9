/**
 * How a stage runs. A stage is a {@link dev.segue.stage.StageHandler}: an event in, an outcome out. Everything else is done
 * here: worker slots on share groups (KIP-932), keeping the lock, retry, dead letters, scratch folders, metrics, logs, health
 * and draining. Depends on contract only.
 */
@NullMarked
package dev.segue.stage;

import org.jspecify.annotations.NullMarked;
