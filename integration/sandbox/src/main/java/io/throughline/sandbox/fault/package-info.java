/**
 * How vendors misbehave when told to: slow, busy, broken, silent, late, out of order. It must not know what an operation does.
 */
package io.throughline.sandbox.fault;
