/**
 * One effect for each Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): the claim commits first and alone, the effect and
 * its answer together, and a repeat gets the answer again.
 *
 * <p>Must not know: what the effect is.
 */
package io.throughline.web.idempotency;
