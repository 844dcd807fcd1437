/**
 * A live engagement's roles are matched with people, who are assigned in the system in which work is planned.
 *
 * <p>Who has the skill, is employed and free in the days of the work, books time under a known id and does not cost more than the hour is sold
 * for, is taken: first those whom the contracting entity employs, then the cheapest. The match binds the people's time, so it is the pivot.
 * Then the assignments and the revenue that they plan are told to the project. What lacks holds the journey for delivery; it goes on by itself
 * when people change, and asks again for what lacks only.
 */
package io.throughline.journey.staffing;
