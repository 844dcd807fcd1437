-- Journeys by state are counted for every look at the overview; their rows are wide.
create index journey_state on journey (state);
