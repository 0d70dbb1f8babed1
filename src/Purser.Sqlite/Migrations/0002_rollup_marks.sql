-- From here on roll-ups may lag behind the events: each table's mark is the last event that its rows contain.
INSERT INTO facts (name, value) SELECT 'rollups_quarter', coalesce(max(seq), 0) FROM events;
INSERT INTO facts (name, value) SELECT 'rollups_hour', coalesce(max(seq), 0) FROM events;
INSERT INTO facts (name, value) SELECT 'rollups_day', coalesce(max(seq), 0) FROM events;
INSERT INTO facts (name, value) SELECT 'rollups_session', coalesce(max(seq), 0) FROM events;
