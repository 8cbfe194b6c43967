-- What an upload in parts needs to be gone on with, on any day and after any reload. Alive while the clip names it.
create table clip_upload (
  clip_id uuid primary key references clip on delete cascade,
  upload_id uuid not null,
  -- Storage's own name for it.
  storage_id text not null,
  size_bytes bigint not null check (size_bytes > 0),
  part_bytes bigint not null check (part_bytes > 0),
  content_type text not null,
  begun_at timestamptz not null default now()
);

alter table clip_upload enable row level security;
grant select, insert, update, delete on clip_upload to cuepoint_api;
create policy owner_only on clip_upload to cuepoint_api using (app.owns(clip_id)) with check (app.owns(clip_id));
