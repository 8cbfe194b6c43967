-- How many milliseconds of work one of the lesson has taken in a part, as its run told it last. Each part begins anew, and
-- what it sees in its first seconds is little: what the others have seen counts with it.
alter table clip_part add column pace double precision;
