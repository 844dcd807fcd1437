/**
 * The levers of the sandbox, for the quick start and tests: look at rows, enter them, drive them as a vendor's users would,
 * set faults, find duplicates, play scenarios. It must not know any vendor by name.
 */
package io.throughline.sandbox.control;
