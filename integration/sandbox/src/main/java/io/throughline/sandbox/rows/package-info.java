/**
 * The rows a vendor keeps: in memory, and in an append-only journal so that they survive a restart. It must not know what
 * a row means, nor HTTP.
 */
package io.throughline.sandbox.rows;
