-- What exists of each video. Kafka stays the truth: replaying rendition-complete fills these tables again.
create table video (
    video_id   text primary key,
    created_at timestamptz not null default now()
);

create table version (
    video_id     text        not null references video,
    generation   integer     not null check (generation >= 1),
    name         text        not null,
    owner        text        not null,
    profile      text        not null,
    hls          text,
    dash         text,
    duration_us  bigint,
    -- When it was published first; doing it again does not change it.
    published_at timestamptz,
    created_at   timestamptz not null default now(),
    primary key (video_id, generation)
);

create index version_by_owner on version (owner, video_id);

create table rendition (
    video_id     text    not null,
    generation   integer not null,
    rendition_id text    not null,
    -- The whole rendition-complete event: which segments there are, how long and how large.
    facts        jsonb   not null,
    primary key (video_id, generation, rendition_id),
    foreign key (video_id, generation) references version
);
