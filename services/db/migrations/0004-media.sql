-- A clip can be watched long before all of its renditions are made: what there is to watch grows, file by file.
create table clip_file (
  clip_id uuid not null references clip on delete cascade,
  -- What a player was given; the files under it come from several runs.
  media_id text not null,
  name text not null,
  content_type text not null,
  -- Of a segment. A double, because a playlist's sum must not drift.
  duration_ms double precision,
  -- The run that wrote it, which names its prefix in storage. Null while the file is only promised.
  written_by text,
  size_bytes bigint,
  created_at timestamptz not null default now(),
  -- Since when something newer is given to pages. Whoever has it open is still served, and not for ever.
  superseded_at timestamptz,
  primary key (clip_id, media_id, name),
  check ((written_by is null) = (size_bytes is null))
);
create index clip_file_superseded on clip_file (superseded_at) where superseded_at is not null;

insert into clip_file (clip_id, media_id, name, content_type, written_by, size_bytes)
  select clip.id, clip.media_id, file ->> 'name', file ->> 'contentType', clip.media_id, (file ->> 'sizeBytes')::bigint
  from clip, jsonb_array_elements(clip.media_files) as file where clip.media_id is not null;

-- Its check goes with it.
alter table clip drop column media_files;
alter table clip
  add check (state <> 'ready' or (media_id is not null and media is not null and duration_ms is not null)),
  -- Watchable, and more is being made.
  add column unfinished boolean not null default false,
  -- What is to be made once the first rendition is whole: the worker's own words, no person's.
  add column plan jsonb,
  add column remaining_ms integer;
-- What should be waiting or in work, in the order in which it is looked after: few of all clips.
create index clip_unsettled on clip (state_since) where state in ('uploaded', 'processing', 'deleting') or unfinished;

-- The work that any worker may take: a stretch of the lesson in all the renditions that are still to be made.
create table clip_part (
  clip_id uuid not null references clip on delete cascade,
  media_id text not null,
  part integer not null,
  from_ms integer not null,
  to_ms integer not null check (to_ms > from_ms),
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  -- The fencing token: the run that holds it, which is the prefix it writes under.
  claim_id text,
  deadline timestamptz not null default now(),
  tries integer not null default 0,
  done_ms integer not null default 0,
  primary key (clip_id, media_id, part)
);
create index clip_part_open on clip_part (deadline) where state in ('waiting', 'running');

alter table clip_file enable row level security;
alter table clip_part enable row level security;
grant select on clip_file to cuepoint_api;
create policy visible on clip_file for select to cuepoint_api using (app.reach(clip_id) > 0);
grant select, insert, update, delete on clip_file, clip_part to cuepoint_worker;
create policy worker_all on clip_file to cuepoint_worker using (true) with check (true);
create policy worker_all on clip_part to cuepoint_worker using (true) with check (true);

-- Pages hear how far the work is also while they play what is there.
drop function app.ring(text, uuid, uuid[], integer);
create function app.ring(noun text, id uuid, people uuid[], progress integer default null, remaining integer default null) returns void language sql
  as $$
    -- A notice holds 8000 bytes, some 180 people: more of them are told in several.
    select pg_notify('change', jsonb_strip_nulls(jsonb_build_object(
      'noun', noun, 'id', id, 'people', to_jsonb(array_agg(each.person)),
      'progressPercent', progress, 'remainingMs', remaining))::text)
    from unnest(people) with ordinality as each (person, n) group by (each.n - 1) / 100
  $$;

create or replace function app.clip_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$
  declare only_further boolean := false;
  begin
    if tg_op = 'UPDATE' then
      only_further := (new.state, new.title, new.note, new.media_id, new.media, new.duration_ms, new.unfinished)
        is not distinct from (old.state, old.title, old.note, old.media_id, old.media, old.duration_ms, old.unfinished);
      -- What is said again is no news: runs say that they are alive more often than they come further, and a page
      -- counts the minutes down by itself.
      if only_further and new.progress_percent = old.progress_percent
        and (new.remaining_ms is null) = (old.remaining_ms is null) then return null;
      end if;
    end if;
    -- A page that hears only how far it is need not ask for the clip again.
    if only_further and (new.state = 'processing' or new.unfinished) then
      perform app.ring('clip', new.id, app.audience(new.id), new.progress_percent, new.remaining_ms);
    else
      perform app.ring('clip', new.id, app.audience(new.id));
    end if;
    return null;
  end $$;
drop trigger clip_rings on clip;
create trigger clip_rings
  after insert or update of state, progress_percent, remaining_ms, title, note, media_id, media, duration_ms, unfinished on clip
  for each row execute function app.clip_changed();
