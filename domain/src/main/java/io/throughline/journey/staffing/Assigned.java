package io.throughline.journey.staffing;

/** A person's share of a demand, and the revenue that it plans. Money: text in the engagement's currency. */
public record Assigned(String reference, String workId, String role, String source, String personId, String memberId, String name, long minutes, String plannedRevenue) {}
