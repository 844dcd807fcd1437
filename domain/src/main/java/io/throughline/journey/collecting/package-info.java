/**
 * Money that came in is applied to what is owed, and the engagement, the project and the deal are told.
 *
 * <p>Applying the payment in the hub's books is the pivot. What is left over is kept as unapplied cash, never guessed away; what a
 * payment no longer pays is taken back by a journey of its own.
 */
package io.throughline.journey.collecting;
