/**
 * PROCESS API: starts, advances, undoes, holds and resumes journeys, carries out their commands exactly once, each at the system that keeps the engagement, and tells people what waits for them.
 *
 * <p>Must not know: any journey's content, any vendor, JMS. What has to be sent goes through {@link io.throughline.process.Outgoing}.
 */
package io.throughline.process;
