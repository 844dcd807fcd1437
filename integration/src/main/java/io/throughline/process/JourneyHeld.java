package io.throughline.process;

/** Told in the transaction that holds a journey, with the code that says why. */
public record JourneyHeld(String plan, String journeyId, String threadId, String code) {}
