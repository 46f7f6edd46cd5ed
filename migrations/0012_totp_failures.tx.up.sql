-- Wrong codes since the last proof of a second factor: after a hundred the app
-- is shut (NIST SP 800-63B, 5.2.2).
ALTER TABLE totps ADD COLUMN failures int NOT NULL DEFAULT 0;
