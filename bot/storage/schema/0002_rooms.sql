-- The kind of the chosen room under which a private one is made; empty: the first that can be used.
ALTER TABLE room ADD COLUMN under TEXT NOT NULL DEFAULT '';
