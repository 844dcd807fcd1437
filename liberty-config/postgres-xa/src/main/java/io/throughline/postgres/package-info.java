/**
 * What the transaction manager needs of the PostgreSQL driver that the driver does not give: the truth about a branch whose
 * connection died.
 *
 * <p>It must not know anything of Throughline: no table, no business word.
 */
package io.throughline.postgres;
