/**
 * What the runtime promises, each promise as an object that looks at what a group of workers did and says where it was broken.
 * Knows nothing of how the work was done or disturbed.
 */
package dev.segue.stage.guarantees;
