/**
 * The API's description: what annotations say, and what holds for every operation.
 *
 * <p>Must not know: what an operation does.
 */
package io.throughline.web.openapi;
