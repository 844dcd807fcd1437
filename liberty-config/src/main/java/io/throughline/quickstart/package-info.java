/**
 * The quick start: embedded PostgreSQL and Artemis, the sandbox in a small servlet container, and the server as a child process.
 *
 * <p>It is for a first look and for the tests. It must not know what Throughline does: no business word, no table, no class of
 * the application. In production nothing of it runs.
 */
package io.throughline.quickstart;
