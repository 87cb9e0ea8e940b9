-- Where each video is and how it came there. Kafka stays the truth: ./segue timeline rebuild fills these tables again.

-- How far each partition has been read; written in the same transaction as what was read from it.
create table position (
    topic       text    not null,
    part        integer not null,
    next_offset bigint  not null,
    -- How far ends of videos were counted. A rebuild begins again with the offset but leaves this, so that nothing counts twice.
    counted     bigint  not null,
    primary key (topic, part)
);

-- One row. A rebuild raises the epoch, by which a running projection notices that it is to begin again.
create table projection (
    only_row boolean primary key default true check (only_row),
    epoch    bigint  not null
);
insert into projection (epoch) values (0);

create table video (
    video_id             text        primary key,
    generation           integer     not null,
    -- running, stuck, published, rejected, cancelled or failed
    state                text        not null,
    -- Which stage has it, or ended it.
    stage                text,
    owner                text        not null,
    name                 text        not null,
    code                 text,
    first_at             timestamptz not null,
    last_at              timestamptz not null,
    progressed_at        timestamptz not null,
    ended_at             timestamptz,
    -- When it is stuck unless something happens.
    due_at               timestamptz,
    stuck_since          timestamptz,
    published_generation integer,
    -- Whether this run has had a dead letter.
    died                 boolean     not null,
    -- The whole state as JSON; text and not jsonb, which takes no NUL character.
    progress             text        not null,
    words                tsvector    generated always as
        (to_tsvector('simple', regexp_replace(name, '[^[:alnum:]]+', ' ', 'g'))) stored
) with (fillfactor = 80);

create index video_by_time on video (first_at desc, video_id desc);
create index video_by_owner on video (owner, first_at desc, video_id desc);
create index video_by_state on video (state, first_at desc, video_id desc);
create index video_by_word on video using gin (words);
create index video_due on video (due_at) where state = 'running';

-- Every record but those of single units, which lie in unit.
create table event (
    topic       text        not null,
    part        integer     not null,
    log_offset  bigint      not null,
    event_id    text        not null,
    video_id    text        not null,
    generation  integer     not null,
    -- The kind of event, or dead-letter.
    type        text        not null,
    at          timestamptz not null,
    stage       text,
    host        text,
    attempts    integer,
    wait_ms     bigint,
    run_ms      bigint,
    code        text,
    message     text,
    -- Of upload-complete, scanned and probed, byte by byte: what a retry states again.
    headers     jsonb,
    payload     bytea,
    primary key (topic, part, log_offset)
);

create index event_by_video on event (video_id, at);

create table unit (
    video_id     text        not null,
    generation   integer     not null,
    track        text        not null,
    unit         integer     not null,
    ready_at     timestamptz,
    -- When it was given to the workers last, and how often.
    queued_at    timestamptz,
    queued_times integer     not null default 0,
    -- Where the latest of these records lies, so that one that is read again after a rebuild counts once.
    queued_offset bigint,
    encoded_at   timestamptz,
    -- How often a result came; only the first counts.
    encoded_times integer    not null default 0,
    encoded_offset bigint,
    cpu_ms       bigint,
    host         text,
    attempts     integer,
    wait_ms      bigint,
    run_ms       bigint,
    primary key (video_id, generation, track, unit)
) with (fillfactor = 70);

-- How long videos were with each stage lately, waiting included.
create table pace (
    stage text   primary key,
    ms    bigint not null
);

-- How many runs ended in which way.
create table ended (
    outcome text   primary key,
    videos  bigint not null
);

-- All that happened, whether it lies in event or in unit.
create view history as
    select video_id, generation, at, type, event_id, topic, stage, host, attempts, wait_ms, run_ms, null::bigint as cpu_ms,
           code, message, null::text as track, null::integer as unit
      from event
    union all
    select video_id, generation, ready_at, 'segments-ready', video_id || '/' || generation || '/segments-ready/' || track || '/' || unit,
           'segments-ready', 'splitter', null, null, null, null, null, null, null, track, unit
      from unit where ready_at is not null
    union all
    select video_id, generation, queued_at, 'queued', video_id || '/' || generation || '/segments-ready/' || track || '/' || unit,
           'encode-queue', 'dispatcher', null, queued_times, null, null, null, null, null, track, unit
      from unit where queued_at is not null
    union all
    select video_id, generation, encoded_at, 'segment-encoded', video_id || '/' || generation || '/segment-encoded/' || track || '/' || unit,
           'segment-encoded', 'encoder', host, attempts, wait_ms, run_ms, cpu_ms, null, null, track, unit
      from unit where encoded_at is not null;
