-- Clips, who may see them, what is said about them.
create table clip (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references program on delete cascade,
  owner_id uuid not null references person on delete cascade,
  title text not null check (length(title) between 1 and 200),
  note text not null default '' check (length(note) <= 4000),
  state text not null default 'draft'
    check (state in ('draft', 'uploading', 'uploaded', 'processing', 'ready', 'rejected', 'failed', 'deleting', 'gone')),
  state_since timestamptz not null default now(),
  -- Every state that must end by itself has one; the sweep moves on what is past it.
  state_deadline timestamptz,
  -- The fencing token: a publish names the attempt it was started with.
  attempt integer not null default 0,
  -- How often an attempt was begun since the file came or she asked for another try: what cannot be done, ends.
  tries integer not null default 0,
  -- The media prefix that the running attempt writes under; whoever claims later, holds it.
  claim_id text,
  reject_reason text,
  fail_reason text,
  retryable boolean not null default false,
  progress_percent integer not null default 0 check (progress_percent between 0 and 100),
  -- The transfer that may write now, and the object it left.
  upload_id uuid,
  original_key text,
  content_type text,
  size_bytes bigint,
  -- Set together by the publish; media_id names the prefix.
  media_id text,
  media jsonb,
  -- Some thousand names for an hour of lesson: read once for each media_id, and never by a list of clips.
  media_files jsonb,
  duration_ms integer,
  created_at timestamptz not null default now(),
  -- A reason outlives its state while another file is being sent: a cut transfer leads back to it.
  check (state <> 'rejected' or reject_reason is not null),
  check (state <> 'failed' or fail_reason is not null),
  check (state <> 'ready' or (media_id is not null and media is not null and media_files is not null and duration_ms is not null))
);
create index clip_owner on clip (owner_id, created_at desc);
create index clip_deadline on clip (state_deadline) where state_deadline is not null;
create index clip_program on clip (program_id);

create table clip_grant (
  id uuid primary key default gen_random_uuid(),
  clip_id uuid not null references clip on delete cascade,
  partnership_id uuid references partnership on delete cascade,
  person_id uuid references person on delete cascade,
  level text not null check (level in ('view', 'comment', 'coach')),
  granted_by uuid not null references person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  check (num_nonnulls(partnership_id, person_id) = 1)
);
create index clip_grant_clip on clip_grant (clip_id);
create index clip_grant_person on clip_grant (person_id) where person_id is not null;
create index clip_grant_partnership on clip_grant (partnership_id) where partnership_id is not null;

create table clip_view (
  clip_id uuid not null references clip on delete cascade,
  person_id uuid not null references person on delete cascade,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  primary key (clip_id, person_id)
);

create table playback_position (
  clip_id uuid not null references clip on delete cascade,
  person_id uuid not null references person on delete cascade,
  at_ms integer not null check (at_ms >= 0),
  updated_at timestamptz not null default now(),
  primary key (clip_id, person_id)
);

create table note (
  id uuid primary key default gen_random_uuid(),
  clip_id uuid not null references clip on delete cascade,
  author_id uuid not null references person on delete cascade,
  parent_id uuid references note on delete cascade,
  at_ms integer not null check (at_ms >= 0),
  end_ms integer check (end_ms > at_ms),
  text text not null check (length(text) between 1 and 4000),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index note_clip on note (clip_id, at_ms);

create table note_version (
  note_id uuid not null references note on delete cascade,
  version integer not null,
  text text not null,
  created_at timestamptz not null default now(),
  primary key (note_id, version)
);

-- What stays of a clip that is gone: that it was, and when it went.
create table tombstone (
  clip_id uuid primary key,
  program_id uuid,
  gone_at timestamptz not null default now()
);

-- PostgreSQL is the truth and the queue is the bell: a row here is committed with the fact it rings for.
create table outbox (
  id bigint generated always as identity primary key,
  job text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  rung_at timestamptz
);
create index outbox_waiting on outbox (id) where rung_at is null;

create function app.ring_outbox() returns trigger language plpgsql set search_path = public, app
  as $$ begin perform pg_notify('outbox', ''); return null; end $$;
create trigger outbox_rings after insert on outbox for each statement execute function app.ring_outbox();

-- When a process last said that it is alive, for health.
create table heartbeat (
  part text primary key,
  at timestamptz not null default now()
);
grant select on heartbeat to cuepoint_api;
grant select, insert, update on heartbeat to cuepoint_worker;

-- 0 nothing, 1 view, 2 comment, 3 coach: what live grants give one person. The twin of effectiveLevel in the domain.
create function app.level_of(clip uuid, someone uuid) returns integer language sql stable security definer set search_path = public, app
  as $$
    select coalesce(max(case
      when g.level = 'coach' and may_coach then 3
      when g.level in ('coach', 'comment') then 2
      else 1 end), 0)
    from (
      select cg.level, pm.side <> 'teacher' as may_coach
      from clip_grant cg
      join clip c on c.id = cg.clip_id and c.state not in ('deleting', 'gone')
      join partnership p on p.id = cg.partnership_id and p.ended_at is null
      join partnership_member pm on pm.partnership_id = p.id and pm.person_id = $2
      join member m on m.program_id = p.program_id and m.person_id = $2 and m.left_at is null
      where cg.clip_id = $1 and cg.revoked_at is null and (cg.expires_at is null or cg.expires_at > now())
      union all
      select cg.level, 'coach' = any (m.roles)
      from clip_grant cg
      join clip c on c.id = cg.clip_id and c.state not in ('deleting', 'gone')
      join member m on m.program_id = c.program_id and m.person_id = $2 and m.left_at is null
      where cg.clip_id = $1 and cg.person_id = $2
        and cg.revoked_at is null and (cg.expires_at is null or cg.expires_at > now())
    ) as g
  $$;

create function app.level(clip uuid) returns integer language sql stable security definer set search_path = public, app
  as $$ select app.level_of($1, app.actor()) $$;

create function app.owns(clip uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$ select exists (select from public.clip c where c.id = $1 and c.owner_id = app.actor()) $$;

-- Owner 4, else the level.
create function app.reach(clip uuid) returns integer language sql stable security definer set search_path = public, app
  as $$ select case when app.owns($1) then 4 else app.level($1) end $$;

-- A receiver the owner may choose: a partnership she is in, or an active colleague of the clip's program.
create function app.may_receive(clip uuid, partnership uuid, person uuid) returns boolean
  language sql stable security definer set search_path = public, app
  as $$
    select exists (
      select from public.clip c where c.id = $1 and (
        exists (
          select from public.partnership p join partnership_member pm on pm.partnership_id = p.id
          where p.id = $2 and p.program_id = c.program_id and p.ended_at is null and pm.person_id = c.owner_id
        ) or exists (
          select from member m where m.program_id = c.program_id and m.person_id = $3 and m.left_at is null and m.person_id <> c.owner_id
        )
      )
    )
  $$;

-- Everyone who may see the clip now, the owner first: whom a change is told to.
create function app.audience(clip uuid) returns uuid[] language sql stable security definer set search_path = public, app
  as $$
    select coalesce(array_agg(distinct someone), '{}') from (
      select c.owner_id as someone from public.clip c where c.id = $1
      union
      select p.someone from (
        select pm.person_id as someone from clip_grant cg join partnership_member pm on pm.partnership_id = cg.partnership_id where cg.clip_id = $1
        union
        select cg.person_id from clip_grant cg where cg.clip_id = $1 and cg.person_id is not null
      ) p where app.level_of($1, p.someone) > 0
    ) everyone
  $$;

-- The bell for open pages: what to fetch again and who may know, never what changed.
create function app.ring(noun text, id uuid, people uuid[], progress integer default null) returns void language sql
  as $$
    -- A notice holds 8000 bytes, some 180 people: more of them are told in several.
    select pg_notify('change', jsonb_strip_nulls(jsonb_build_object(
      'noun', noun, 'id', id, 'people', to_jsonb(array_agg(each.person)), 'progressPercent', progress))::text)
    from unnest(people) with ordinality as each (person, n) group by (each.n - 1) / 100
  $$;

create function app.clip_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$
  begin
    perform app.ring('clip', new.id, app.audience(new.id), case when new.state = 'processing' then new.progress_percent end);
    return null;
  end $$;
create trigger clip_rings after insert or update of state, progress_percent, title, note, media_id on clip
  for each row execute function app.clip_changed();

create function app.grant_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$
  begin
    -- Those who lose sight are told as well, so that an open page closes.
    perform app.ring('clip', new.clip_id, (
      select array_agg(distinct someone) from (
        select unnest(app.audience(new.clip_id)) as someone
        union select new.person_id where new.person_id is not null
        union select pm.person_id from partnership_member pm where pm.partnership_id = new.partnership_id
      ) everyone));
    return null;
  end $$;
create trigger grant_rings after insert or update on clip_grant for each row execute function app.grant_changed();

create function app.note_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$ begin perform app.ring('note', new.clip_id, app.audience(new.clip_id)); return null; end $$;
create trigger note_rings after insert or update on note for each row execute function app.note_changed();

alter table clip enable row level security;
alter table clip_grant enable row level security;
alter table clip_view enable row level security;
alter table playback_position enable row level security;
alter table note enable row level security;
alter table note_version enable row level security;
alter table tombstone enable row level security;
alter table outbox enable row level security;

grant select, insert, update on clip to cuepoint_api;
create policy visible on clip for select to cuepoint_api using (owner_id = app.actor() or app.level(id) > 0);
create policy owner_makes on clip for insert to cuepoint_api
  with check (owner_id = app.actor() and app.roles_in(program_id) && array['coach', 'teacher']);
create policy owner_changes on clip for update to cuepoint_api using (owner_id = app.actor()) with check (owner_id = app.actor());

grant select, insert on clip_grant to cuepoint_api;
grant update (revoked_at) on clip_grant to cuepoint_api;
-- A receiver reads the grants that are hers, so that the application can judge them by its own rules as well.
create policy owner_or_receiver_reads on clip_grant for select to cuepoint_api
  using (app.owns(clip_id) or person_id = app.actor() or app.in_partnership(partnership_id));
create policy owner_grants on clip_grant for insert to cuepoint_api
  with check (app.owns(clip_id) and granted_by = app.actor() and app.may_receive(clip_id, partnership_id, person_id));
create policy owner_revokes on clip_grant for update to cuepoint_api using (app.owns(clip_id));

grant select, insert, update on clip_view to cuepoint_api;
create policy owner_or_self_reads on clip_view for select to cuepoint_api using (person_id = app.actor() or app.owns(clip_id));
create policy self_records on clip_view for insert to cuepoint_api with check (person_id = app.actor() and app.reach(clip_id) > 0);
create policy self_updates on clip_view for update to cuepoint_api using (person_id = app.actor());

grant select, insert, update on playback_position to cuepoint_api;
create policy self_only on playback_position to cuepoint_api
  using (person_id = app.actor() and app.reach(clip_id) > 0) with check (person_id = app.actor() and app.reach(clip_id) > 0);

grant select, insert, update on note to cuepoint_api;
create policy visible on note for select to cuepoint_api using (app.reach(clip_id) > 0);
create policy author_writes on note for insert to cuepoint_api with check (author_id = app.actor() and app.reach(clip_id) > 1);
create policy author_changes on note for update to cuepoint_api using (author_id = app.actor() and app.reach(clip_id) > 1);

create function app.wrote_note(note uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$ select exists (select from public.note n where n.id = $1 and n.author_id = app.actor()) $$;
grant select, insert on note_version to cuepoint_api;
create policy author_only on note_version to cuepoint_api using (app.wrote_note(note_id)) with check (app.wrote_note(note_id));

grant insert on outbox to cuepoint_api;
create policy api_rings on outbox for insert to cuepoint_api with check (true);

-- The worker moves clips and carries bells; it reads no note and no answer.
grant select, update, delete on clip to cuepoint_worker;
grant select, insert, update, delete on outbox to cuepoint_worker;
grant select, insert on tombstone to cuepoint_worker;
create policy worker_all on clip to cuepoint_worker using (true) with check (true);
create policy worker_all on outbox to cuepoint_worker using (true) with check (true);
create policy worker_all on tombstone to cuepoint_worker using (true) with check (true);
