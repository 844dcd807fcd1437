/**
 * The sandbox: plays the systems that Throughline talks to, over HTTP, from descriptions in {@code vendors/<vendor>/}. For the
 * quick start and the tests; never part of the hub, and it must not know the hub's code.
 */
package io.throughline.sandbox;
