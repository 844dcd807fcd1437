/**
 * Plays one vendor from its description: finds the way in, checks the token, reads and writes rows, answers in the vendor's
 * own shape. Strategies shared by all vendors (query languages, ways to prove a client) have a name that descriptions use.
 * It must not know a vendor by name, nor servlets.
 */
package io.throughline.sandbox.engine;
