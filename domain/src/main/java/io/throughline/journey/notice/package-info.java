/**
 * People are told of exception items that wait for them, by mail or whatever else plays the role.
 *
 * <p>A message is sent and that is all: it is of no engagement, cannot be undone, and what becomes of it is told to the operator only.
 */
package io.throughline.journey.notice;
