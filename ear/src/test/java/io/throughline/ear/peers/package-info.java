/**
 * The hub beside systems that nobody here plays: a real Redmine and a real Tryton, installed and started by the scripts in
 * {@code src/test/peers}. Not in the normal test command, because it installs packages: {@code ./mvnw -Preal-peers verify}.
 *
 * <p>Must not know: the sandbox's vendors.
 */
package io.throughline.ear.peers;
