/**
 * Plays a scenario: a documented file in which a firm wins deals, works, invoices and is paid. People act in the vendors, the
 * hub is only called as finance would call it, and at the end its totals and proofs are held against the file. It must not
 * know the hub's code, nor a vendor by name.
 */
package io.throughline.sandbox.play;
