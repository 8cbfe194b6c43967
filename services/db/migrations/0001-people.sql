-- People, sessions, programs, partnerships. Ids are opaque UUIDs; every deadline is in database time.
create schema app;
revoke all on schema public from public;
grant usage on schema public, app to cuepoint_api, cuepoint_auth, cuepoint_worker;

-- The actor of this transaction, or null. A transaction-local setting reverts to '' and not to null.
create function app.actor() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.person_id', true), '')::uuid $$;

create table person (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  language text not null default 'en' check (language in ('en', 'es', 'th')),
  time_zone text not null default 'UTC',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table session (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_person on session (person_id);

-- An open stream of events ends with its session.
create function app.session_ended() returns trigger language plpgsql set search_path = public, app
  as $$ begin perform pg_notify('session_ended', old.id::text); return null; end $$;
create trigger session_ends after delete on session for each row execute function app.session_ended();

create table account (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references person on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_person on account (person_id);

create table verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);

create table rate_limit (
  id uuid primary key default gen_random_uuid(),
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

create table program (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  language text not null default 'en' check (language in ('en', 'es', 'th')),
  created_at timestamptz not null default now()
);

create table member (
  program_id uuid not null references program on delete cascade,
  person_id uuid not null references person on delete cascade,
  roles text[] not null check (cardinality(roles) > 0 and roles <@ array['lead', 'coach', 'teacher']),
  joined_at timestamptz not null default now(),
  left_at timestamptz,
  primary key (program_id, person_id)
);
create index member_person on member (person_id);

create table invitation (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references program on delete cascade,
  email text not null check (email = lower(email)),
  roles text[] not null check (cardinality(roles) > 0 and roles <@ array['lead', 'coach', 'teacher']),
  language text not null check (language in ('en', 'es', 'th')),
  -- SHA-256 of the token: what is stored cannot be used.
  token_hash text not null unique,
  invited_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  mailed_at timestamptz,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);
create index invitation_program on invitation (program_id);
create unique index invitation_open on invitation (program_id, email) where accepted_at is null and withdrawn_at is null;

create table partnership (
  id uuid primary key default gen_random_uuid(),
  program_id uuid not null references program on delete cascade,
  kind text not null check (kind in ('one-to-one', 'peer', 'group')),
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index partnership_program on partnership (program_id);

create table partnership_member (
  partnership_id uuid not null references partnership on delete cascade,
  person_id uuid not null references person on delete cascade,
  side text not null check (side in ('coach', 'teacher', 'peer')),
  primary key (partnership_id, person_id)
);
create index partnership_member_person on partnership_member (person_id);

-- Helpers run as the owner of the tables, which the policies do not bind; each answers about the actor only.
create function app.roles_in(program uuid) returns text[] language sql stable security definer set search_path = public, app
  as $$ select coalesce((select roles from member where program_id = program and person_id = app.actor() and left_at is null), '{}') $$;

create function app.shares_program(other uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$
    select exists (
      select from member mine join member theirs using (program_id)
      where mine.person_id = app.actor() and mine.left_at is null and theirs.person_id = other
    )
  $$;

create function app.in_partnership(partnership uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$ select exists (select from partnership_member where partnership_id = $1 and person_id = app.actor()) $$;

create function app.leads_partnership(partnership uuid) returns boolean language sql stable security definer set search_path = public, app
  as $$ select 'lead' = any (app.roles_in((select program_id from public.partnership p where p.id = $1))) $$;

-- Addresses of a program's members, to its leads alone.
create function app.member_emails(program uuid) returns table (person_id uuid, email text)
  language sql stable security definer set search_path = public, app
  as $$
    select person.id, person.email from member join person on person.id = member.person_id
    where member.program_id = program and 'lead' = any (app.roles_in(program))
  $$;

alter table person enable row level security;
alter table session enable row level security;
alter table account enable row level security;
alter table verification enable row level security;
alter table rate_limit enable row level security;
alter table program enable row level security;
alter table member enable row level security;
alter table invitation enable row level security;
alter table partnership enable row level security;
alter table partnership_member enable row level security;

-- The sign-in part works before there is an actor. It sees people and sessions, and nothing of the lessons.
grant select, insert, update, delete on person, session, account, verification, rate_limit to cuepoint_auth;
grant select on program to cuepoint_auth;
grant select, update on invitation to cuepoint_auth;
grant select, insert, update on member to cuepoint_auth;
create policy auth_all on person to cuepoint_auth using (true) with check (true);
create policy auth_all on session to cuepoint_auth using (true) with check (true);
create policy auth_all on account to cuepoint_auth using (true) with check (true);
create policy auth_all on verification to cuepoint_auth using (true) with check (true);
create policy auth_all on rate_limit to cuepoint_auth using (true) with check (true);
create policy auth_reads on program for select to cuepoint_auth using (true);
create policy auth_all on invitation to cuepoint_auth using (true) with check (true);
create policy auth_all on member to cuepoint_auth using (true) with check (true);

-- Names, never addresses.
grant select (id, name, language, time_zone) on person to cuepoint_api;
create policy known on person for select to cuepoint_api using (id = app.actor() or app.shares_program(id));

grant select on program to cuepoint_api;
grant update (name, language) on program to cuepoint_api;
create policy member_reads on program for select to cuepoint_api using (cardinality(app.roles_in(id)) > 0);
create policy lead_changes on program for update to cuepoint_api using ('lead' = any (app.roles_in(id)));

grant select, update on member to cuepoint_api;
create policy member_reads on member for select to cuepoint_api using (person_id = app.actor() or cardinality(app.roles_in(program_id)) > 0);
create policy lead_changes on member for update to cuepoint_api using ('lead' = any (app.roles_in(program_id)));

grant select, insert, update on invitation to cuepoint_api;
create policy lead_all on invitation to cuepoint_api
  using ('lead' = any (app.roles_in(program_id))) with check ('lead' = any (app.roles_in(program_id)));

grant select, insert, update on partnership to cuepoint_api;
create policy visible on partnership for select to cuepoint_api
  using (app.in_partnership(id) or 'lead' = any (app.roles_in(program_id)));
create policy lead_makes on partnership for insert to cuepoint_api with check ('lead' = any (app.roles_in(program_id)));
create policy lead_ends on partnership for update to cuepoint_api using ('lead' = any (app.roles_in(program_id)));

grant select, insert on partnership_member to cuepoint_api;
create policy visible on partnership_member for select to cuepoint_api
  using (app.in_partnership(partnership_id) or app.leads_partnership(partnership_id));
create policy lead_makes on partnership_member for insert to cuepoint_api with check (app.leads_partnership(partnership_id));

-- The worker addresses mails.
grant select on person, program to cuepoint_worker;
create policy worker_reads on person for select to cuepoint_worker using (true);
create policy worker_reads on program for select to cuepoint_worker using (true);
