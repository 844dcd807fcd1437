/**
 * Who works for the firm, as the system of people says it: entity, capacity and cost of an hour by date, leave, and under which ids people
 * book time. Work belongs to the entity of its work date, whatever the person moved to since.
 *
 * <p>Where the firm wants it, live engagements are given people: who is free for what, and what was given. A person is found behind a booking by e-mail address. Must not know: connectors' words, what the time is billed for.
 */
package io.throughline.people;
