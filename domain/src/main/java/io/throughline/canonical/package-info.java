/**
 * The words everybody uses: money, exact amounts, periods, time, milestones, and the sold deal.
 *
 * <p>Knows nothing of rules, storage, wire formats or vendors. A record here refuses nonsense and holds no policy.
 */
package io.throughline.canonical;
