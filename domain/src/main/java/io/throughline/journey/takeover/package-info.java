/** Taking over an engagement that runs already: what is left of it is carried on here, in the project that it has. Knows nothing of who asks, nor of what was billed before but its sum a line. */
package io.throughline.journey.takeover;
