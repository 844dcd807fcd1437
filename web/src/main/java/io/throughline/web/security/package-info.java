/**
 * Who may do what: the roles, the caller, how much a caller may send. The token itself is checked by the container (MicroProfile JWT).
 *
 * <p>Must not know: what an operation does.
 */
package io.throughline.web.security;
