/**
 * PostgreSQL for those who keep something there that must be queried: a schema of their own each, migrated beside its owner. Kafka
 * stays the truth, so every such schema can be filled again.
 */
@NullMarked
package dev.segue.stage.postgres;

import org.jspecify.annotations.NullMarked;
