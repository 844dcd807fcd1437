/**
 * Black-box tests of the shipped archive in the shipped server, against the sandbox: real database, real broker, real tokens.
 *
 * <p>They know addresses, messages and rows an operator could look at; they must not know a class of the application.
 */
package io.throughline.ear;
