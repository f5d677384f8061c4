-- The kind of the chosen room under which a private one is made; empty: the first that can be used.
ALTER TABLE room ADD COLUMN under TEXT NOT NULL DEFAULT '';

-- Whose room is made next goes by community; what was closed a while ago is deleted.
CREATE INDEX room_turn ON room (community_id, visible_at) WHERE state < 2;
CREATE INDEX room_ended ON room (visible_at) WHERE state = 3;
