-- Journeys by state are counted for every look at the overview; their rows are wide.
create index journey_state on journey (state);

-- A document's id says what it bills; bills taken back are looked for whenever one is drafted.
create index document_discarded on document (id) where state = 'discarded';
