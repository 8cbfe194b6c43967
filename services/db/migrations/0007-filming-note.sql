-- What a program reminds its people of before they film: who may not be in the picture. Empty where they see our own words.
alter table program add column filming_note text not null default '' check (length(filming_note) <= 600);
grant update (filming_note) on program to cuepoint_api;
