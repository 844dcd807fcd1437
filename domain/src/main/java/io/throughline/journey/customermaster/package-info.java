/**
 * What the CRM says of a client reaches its billing accounts in the ERP.
 *
 * <p>Each change of an account starts a journey for every billing account of the client, one a contracting entity. A client that could not
 * be billed any more (no legal name, tax id or address) is held for finance and nothing is written. Writing the ERP's record is the pivot.
 */
package io.throughline.journey.customermaster;
