/**
 * Whether the hub runs, whether it can work, and how it is doing: MicroProfile Health and Metrics.
 *
 * <p>Must not know: who asks. Whether the books are right is the proofs' business and not the health's.
 */
package io.throughline.web.health;
