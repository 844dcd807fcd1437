/**
 * What each audience sees and does: sales, delivery, finance, operations.
 *
 * <p>Must not know: tables; how a journey is run. It asks read models and says people's wishes to the journeys.
 */
package io.throughline.web.experience;
