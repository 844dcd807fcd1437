/**
 * Every refusal over HTTP is a problem (RFC 9457) with a stable code, the right status and, where one is to blame, the field.
 *
 * <p>Must not know: who asked for what; it only translates.
 */
package io.throughline.web.problem;
