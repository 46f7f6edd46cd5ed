-- What a word typed into the photobank's search is a part of is estimated from the
-- column's histogram. With the standard hundred values, one that matches by chance stands
-- for a hundredth of all pictures, and a word of one in a thousand is then looked for by
-- going through the newest.
ALTER TABLE pictures ALTER COLUMN search SET STATISTICS 1000;
ANALYZE pictures (search);
