/** The port to the object store, its S3 adapter and where which bytes lie. Depends on contract only. */
@NullMarked
package dev.segue.storage;

import org.jspecify.annotations.NullMarked;
