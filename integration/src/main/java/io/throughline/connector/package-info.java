/**
 * The one connector engine: what a folder {@code connectors/<system>/} describes (auth, hops, paging, quota, error classes, idempotency,
 * mappings) is carried out over HTTP, in a directory of files or by a mail server, and every ending is a {@code Done}, {@code Retry}, {@code Hold} or {@code Refused}.
 *
 * <p>Must not know: any vendor by name, any journey, any table, any transaction. It stores nothing; attempts, receipts, raw pages and
 * cursors are the caller's, and refresh tokens are kept through a port.
 */
package io.throughline.connector;
