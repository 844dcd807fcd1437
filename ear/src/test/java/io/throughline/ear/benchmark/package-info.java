/**
 * What the hub does in a second, beside what the machine can do in the same minutes: the profile {@code benchmarks}, explained in docs/benchmarks.md.
 *
 * <p>Must not know: beans, tables that no fact can reach, or any way into the server that an operator has not.
 */
package io.throughline.ear.benchmark;
