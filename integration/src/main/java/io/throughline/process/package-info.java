/**
 * PROCESS API: starts, advances, undoes, holds and resumes journeys, and carries out their commands exactly once.
 *
 * <p>Must not know: any journey's content, any vendor, JMS. What has to be sent goes through {@link io.throughline.process.Outgoing}.
 */
package io.throughline.process;
