-- Reviews, prompts, answers, the discussion, notices.
create table review (
  id uuid primary key default gen_random_uuid(),
  clip_id uuid not null references clip on delete cascade,
  program_id uuid not null references program on delete cascade,
  coach_id uuid not null references person on delete cascade,
  state text not null default 'draft' check (state in ('draft', 'sent', 'answering', 'ready', 'discussed', 'closed')),
  state_since timestamptz not null default now(),
  due_on date,
  strength_first_waived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  deleted_at timestamptz,
  -- The discussion is one to one with its review.
  discussion_at timestamptz,
  opened_at timestamptz,
  opened_by uuid references person on delete set null,
  opened_early boolean not null default false,
  summary text not null default '' check (length(summary) <= 20000),
  summary_version integer not null default 0,
  closed_at timestamptz
);
create index review_clip on review (clip_id);
create index review_coach on review (coach_id);

create table review_participant (
  review_id uuid not null references review on delete cascade,
  person_id uuid not null references person on delete cascade,
  primary key (review_id, person_id)
);
create index review_participant_person on review_participant (person_id);

create table prompt (
  id uuid primary key default gen_random_uuid(),
  review_id uuid not null references review on delete cascade,
  position integer not null,
  at_ms integer not null check (at_ms >= 0),
  end_ms integer check (end_ms > at_ms),
  kind text not null check (kind in ('strength', 'look-again', 'connect', 'open')),
  text text not null default '' check (length(text) <= 2000),
  required boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index prompt_review on prompt (review_id, position);

create table answer_draft (
  prompt_id uuid not null references prompt on delete cascade,
  person_id uuid not null references person on delete cascade,
  way text not null check (way in ('text', 'talk')),
  text text not null check (length(text) <= 10000),
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (prompt_id, person_id)
);

-- Every text that was saved, also the one that came too late: nothing a person typed is overwritten.
create table answer_draft_version (
  id bigint generated always as identity primary key,
  prompt_id uuid not null references prompt on delete cascade,
  person_id uuid not null references person on delete cascade,
  version integer not null,
  way text not null,
  text text not null,
  lost boolean not null default false,
  created_at timestamptz not null default now()
);
create index answer_draft_version_prompt on answer_draft_version (prompt_id, person_id);

create table answer (
  prompt_id uuid not null references prompt on delete cascade,
  person_id uuid not null references person on delete cascade,
  version integer not null default 1,
  way text not null check (way in ('text', 'talk')),
  text text not null check (length(text) <= 10000),
  submitted_at timestamptz not null default now(),
  primary key (prompt_id, person_id)
);

create table answer_version (
  prompt_id uuid not null references prompt on delete cascade,
  person_id uuid not null references person on delete cascade,
  version integer not null,
  way text not null,
  text text not null,
  submitted_at timestamptz not null default now(),
  primary key (prompt_id, person_id, version)
);

create table step (
  id uuid primary key default gen_random_uuid(),
  review_id uuid not null references review on delete cascade,
  owner_id uuid not null references person on delete cascade,
  text text not null check (length(text) between 1 and 1000),
  due_on date,
  done_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);
create index step_review on step (review_id);
create index step_owner on step (owner_id);

create table notification (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  kind text not null,
  -- Who brought it about, where a person did.
  from_id uuid references person on delete set null,
  clip_id uuid references clip on delete cascade,
  review_id uuid references review on delete cascade,
  -- Names the fact: one notification per fact.
  fact text not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  mailed_at timestamptz,
  unique (person_id, fact)
);
create index notification_person on notification (person_id, created_at desc);

-- Relations of the actor to a review. The twins of the rules in the domain.
create function app.coaches(review uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$
    select exists (select from public.review r where r.id = $1 and r.deleted_at is null
      and r.coach_id = app.actor() and app.reach(r.clip_id) > 2)
  $$;
create function app.edits(review uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$ select app.coaches($1) and exists (select from public.review r where r.id = $1 and r.state = 'draft') $$;
create function app.takes_part(review uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$
    select exists (select from public.review r join review_participant p on p.review_id = r.id
      where r.id = $1 and r.deleted_at is null and r.state <> 'draft' and p.person_id = app.actor() and app.reach(r.clip_id) > 0)
  $$;
create function app.in_talk(review uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$
    select app.takes_part($1)
      or (app.coaches($1) and exists (select from public.review r where r.id = $1 and r.state <> 'draft'))
  $$;
create function app.sees_review(review uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$
    select app.coaches($1) or app.takes_part($1) or exists (
      select from public.review r where r.id = $1 and r.deleted_at is null and r.state <> 'draft' and app.owns(r.clip_id))
  $$;
create function app.program_of(clip uuid) returns uuid language sql stable security definer set search_path = public, app
  as $$ select c.program_id from public.clip c where c.id = $1 $$;
create function app.review_of(prompt uuid) returns uuid language sql stable security definer set search_path = public, app
  as $$ select p.review_id from public.prompt p where p.id = $1 and p.deleted_at is null $$;
create function app.answers_open(prompt uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$
    select exists (select from public.prompt p join public.review r on r.id = p.review_id
      where p.id = $1 and p.deleted_at is null and r.state in ('sent', 'answering', 'ready') and app.takes_part(r.id))
  $$;
create function app.review_audience(review uuid) returns uuid[] language sql stable security definer set search_path = public, app
  as $$
    select coalesce(array_agg(distinct someone), '{}') from (
      select r.coach_id as someone from public.review r where r.id = $1 and app.level_of(r.clip_id, r.coach_id) > 2
      union
      select p.person_id from review_participant p join public.review r on r.id = p.review_id join clip c on c.id = r.clip_id
        where r.id = $1 and r.state <> 'draft' and (c.owner_id = p.person_id or app.level_of(r.clip_id, p.person_id) > 0)
      union
      select c.owner_id from public.review r join clip c on c.id = r.clip_id where r.id = $1 and r.state <> 'draft'
    ) everyone
  $$;

-- Who has answered what, never the words: the gate needs it of everyone, and a participant reads only her own answers.
-- A blank answer is stored as ''. `says_something` is the twin of saysSomething in the domain.
create function app.answers_in(review uuid)
  returns table (prompt_id uuid, person_id uuid, says_something boolean, submitted_at timestamptz)
  language sql stable security definer set search_path = public, app
  as $$
    select a.prompt_id, a.person_id, a.way = 'talk' or a.text <> '', a.submitted_at
    from answer a join public.prompt p on p.id = a.prompt_id
    where p.review_id = $1 and p.deleted_at is null and app.sees_review($1)
  $$;

create function app.review_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$ begin perform app.ring('review', new.id, app.review_audience(new.id)); return null; end $$;
create trigger review_rings after insert or update on review for each row execute function app.review_changed();
create function app.review_part_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$ begin perform app.ring('discussion', new.review_id, app.review_audience(new.review_id)); return null; end $$;
create trigger step_rings after insert or update on step for each row execute function app.review_part_changed();
create function app.answer_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$
  declare of_review uuid := (select p.review_id from prompt p where p.id = new.prompt_id);
  begin perform app.ring('review', of_review, app.review_audience(of_review)); return null; end $$;
create trigger answer_rings after insert or update on answer for each row execute function app.answer_changed();
create function app.notice_changed() returns trigger language plpgsql security definer set search_path = public, app
  as $$ begin perform app.ring('notice', new.id, array[new.person_id]); return null; end $$;
create trigger notice_rings after insert or update of read_at on notification for each row execute function app.notice_changed();

-- Records a fact for someone else than the actor: once, with its bell. Returns nothing, so it tells nothing.
create function app.record_fact(someone uuid, what text, clip uuid, review uuid, fact text, by_mail boolean) returns void
  language plpgsql security definer set search_path = public, app
  as $$
  declare made uuid;
  begin
    -- A person tells only colleagues; the worker, which has no actor, tells whom the fact is about.
    if app.actor() is not null and not app.shares_program(someone) then return; end if;
    if not exists (select from person p where p.id = someone) then return; end if;
    insert into notification (person_id, kind, from_id, clip_id, review_id, fact)
      values (someone, what, app.actor(), clip, review, fact)
      on conflict do nothing returning id into made;
    if made is not null and by_mail then
      insert into outbox (job, payload) values ('notify', jsonb_build_object('notificationId', made));
    end if;
  end $$;

-- Counts alone, to a lead alone; the rule of five is applied by the caller to what this returns.
create function app.program_counts(program uuid)
  returns table (teachers bigint, coaches bigint, partnerships bigint,
    clips_sent bigint, clip_people bigint, reviews_sent bigint, review_people bigint,
    reviews_ready bigint, ready_people bigint, discussions_held bigint, discussion_people bigint)
  language sql stable security definer set search_path = public, app
  as $$
    with mine as (select $1 as id where 'lead' = any (app.roles_in($1))),
    recent as (select r.*, c.owner_id from review r join clip c on c.id = r.clip_id join mine on mine.id = r.program_id where r.deleted_at is null)
    select
      (select count(*) from member m join mine on mine.id = m.program_id where m.left_at is null and 'teacher' = any (m.roles)),
      (select count(*) from member m join mine on mine.id = m.program_id where m.left_at is null and 'coach' = any (m.roles)),
      (select count(*) from partnership p join mine on mine.id = p.program_id where p.ended_at is null),
      (select count(*) from clip c join mine on mine.id = c.program_id where c.size_bytes is not null and c.created_at > now() - interval '30 days'),
      (select count(distinct c.owner_id) from clip c join mine on mine.id = c.program_id where c.size_bytes is not null and c.created_at > now() - interval '30 days'),
      (select count(*) from recent where sent_at > now() - interval '30 days'),
      (select count(distinct owner_id) from recent where sent_at > now() - interval '30 days'),
      (select count(*) from recent where state in ('ready', 'discussed', 'closed') and sent_at > now() - interval '30 days'),
      (select count(distinct owner_id) from recent where state in ('ready', 'discussed', 'closed') and sent_at > now() - interval '30 days'),
      (select count(*) from recent where opened_at > now() - interval '30 days'),
      (select count(distinct owner_id) from recent where opened_at > now() - interval '30 days')
    from mine
  $$;

alter table review enable row level security;
alter table review_participant enable row level security;
alter table prompt enable row level security;
alter table answer_draft enable row level security;
alter table answer_draft_version enable row level security;
alter table answer enable row level security;
alter table answer_version enable row level security;
alter table step enable row level security;
alter table notification enable row level security;

grant select, insert on review to cuepoint_api;
-- Whose review it is and of which clip never changes.
grant update (state, state_since, due_on, strength_first_waived, version, sent_at, deleted_at, discussion_at,
  opened_at, opened_by, opened_early, summary, summary_version, closed_at) on review to cuepoint_api;
-- A deleted draft stays visible to its coach for the undo.
create policy visible on review for select to cuepoint_api
  using (app.sees_review(id) or (coach_id = app.actor() and app.reach(clip_id) > 2));
create policy coach_makes on review for insert to cuepoint_api
  with check (coach_id = app.actor() and app.level(clip_id) > 2 and not app.owns(clip_id)
    and program_id = app.program_of(clip_id));
-- Either side leads the talk; the coach alone sends the review and closes the talk.
create policy talkers_change on review for update to cuepoint_api
  using ((coach_id = app.actor() and app.reach(clip_id) > 2) or app.takes_part(id))
  with check ((coach_id = app.actor() and app.reach(clip_id) > 2) or (app.takes_part(id) and state not in ('draft', 'closed')));

grant select, insert, delete on review_participant to cuepoint_api;
create policy visible on review_participant for select to cuepoint_api using (app.sees_review(review_id));
create policy coach_adds on review_participant for insert to cuepoint_api with check (app.edits(review_id));
create policy coach_removes on review_participant for delete to cuepoint_api using (app.edits(review_id));

grant select, insert on prompt to cuepoint_api;
grant update (position, at_ms, end_ms, kind, text, required, version, deleted_at) on prompt to cuepoint_api;
create policy visible on prompt for select to cuepoint_api using (app.sees_review(review_id));
create policy coach_adds on prompt for insert to cuepoint_api with check (app.edits(review_id));
create policy coach_changes on prompt for update to cuepoint_api using (app.edits(review_id));

grant select, insert, update, delete on answer_draft to cuepoint_api;
create policy self_reads on answer_draft for select to cuepoint_api
  using (person_id = app.actor() and app.takes_part(app.review_of(prompt_id)));
create policy self_writes on answer_draft for insert to cuepoint_api with check (person_id = app.actor() and app.answers_open(prompt_id));
create policy self_changes on answer_draft for update to cuepoint_api using (person_id = app.actor() and app.answers_open(prompt_id));
create policy self_clears on answer_draft for delete to cuepoint_api using (person_id = app.actor() and app.answers_open(prompt_id));

grant select, insert on answer_draft_version to cuepoint_api;
create policy self_reads on answer_draft_version for select to cuepoint_api using (person_id = app.actor());
create policy self_writes on answer_draft_version for insert to cuepoint_api with check (person_id = app.actor() and app.answers_open(prompt_id));

grant select, insert, update on answer to cuepoint_api;
create policy author_or_coach_reads on answer for select to cuepoint_api
  using ((person_id = app.actor() and app.takes_part(app.review_of(prompt_id))) or app.coaches(app.review_of(prompt_id)));
create policy author_writes on answer for insert to cuepoint_api with check (person_id = app.actor() and app.answers_open(prompt_id));
create policy author_changes on answer for update to cuepoint_api using (person_id = app.actor() and app.answers_open(prompt_id));

grant select, insert on answer_version to cuepoint_api;
create policy author_or_coach_reads on answer_version for select to cuepoint_api
  using ((person_id = app.actor() and app.takes_part(app.review_of(prompt_id))) or app.coaches(app.review_of(prompt_id)));
create policy author_writes on answer_version for insert to cuepoint_api with check (person_id = app.actor() and app.answers_open(prompt_id));

grant select, insert on step to cuepoint_api;
grant update (text, due_on, done_at, version, deleted_at) on step to cuepoint_api;
-- A step stays its owner's when the clip behind it is taken back.
create policy talkers_or_owner_read on step for select to cuepoint_api using (app.in_talk(review_id) or owner_id = app.actor());
create policy talkers_add on step for insert to cuepoint_api with check (app.in_talk(review_id));
create policy talkers_or_owner_change on step for update to cuepoint_api using (app.in_talk(review_id) or owner_id = app.actor());

grant select on notification to cuepoint_api;
grant update (read_at) on notification to cuepoint_api;
create policy self_reads on notification for select to cuepoint_api using (person_id = app.actor());
create policy self_marks on notification for update to cuepoint_api using (person_id = app.actor());

grant select on notification, review to cuepoint_worker;
grant update (mailed_at) on notification to cuepoint_worker;
create policy worker_reads on notification for select to cuepoint_worker using (true);
create policy worker_marks on notification for update to cuepoint_worker using (true);
create policy worker_reads on review for select to cuepoint_worker using (true);

revoke execute on all functions in schema app from public;
grant execute on all functions in schema app to cuepoint_api, cuepoint_worker;
