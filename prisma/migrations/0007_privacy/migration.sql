-- Who read or changed whose data; what a session is known by; what people agreed to; what is left of whoever had their data deleted.

ALTER TABLE "session"
  ADD COLUMN "authenticated_at" TIMESTAMPTZ(3),
  ADD COLUMN "staff_seen_at" TIMESTAMPTZ(3),
  ADD COLUMN "device" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "from_hash" BYTEA,
  ADD COLUMN "network" TEXT;
UPDATE "session" SET "authenticated_at" = "created_at";
ALTER TABLE "session" ALTER COLUMN "authenticated_at" SET DEFAULT CURRENT_TIMESTAMP, ALTER COLUMN "authenticated_at" SET NOT NULL;

ALTER TABLE "person" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

ALTER TABLE "booking_event" ADD COLUMN "session_id" TEXT;

CREATE TABLE "privacy_consent" (
    "id" BIGSERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "text_version" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "privacy_consent_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "privacy_consent_person_id_purpose_id_idx" ON "privacy_consent"("person_id", "purpose", "id");
ALTER TABLE "privacy_consent" ADD CONSTRAINT "privacy_consent_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "access_record" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "actor_id" UUID,
    "role" TEXT NOT NULL,
    "session_id" TEXT,
    "from_hash" BYTEA,
    "network" TEXT,
    "subjects" UUID[],
    "action" TEXT NOT NULL,
    "object_kind" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "access_record_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "access_record_at_idx" ON "access_record"("at");
CREATE INDEX "access_record_actor_id_at_idx" ON "access_record"("actor_id", "at");
CREATE INDEX "access_record_subjects_idx" ON "access_record" USING GIN ("subjects");
ALTER TABLE "access_record" ALTER COLUMN "subjects" SET NOT NULL, ALTER COLUMN "subjects" SET DEFAULT '{}',
  ADD CONSTRAINT "access_record_role" CHECK ("role" IN ('self', 'helper', 'clinic', 'agent', 'operator', 'console')),
  ADD CONSTRAINT "access_record_action" CHECK ("action" ~ '^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$'),
  ADD CONSTRAINT "access_record_reason" CHECK (char_length("reason") <= 500);

CREATE TABLE "access_waiting" (
    "record_id" BIGINT NOT NULL,

    CONSTRAINT "access_waiting_pkey" PRIMARY KEY ("record_id")
);

CREATE TABLE "access_chain" (
    "seq" BIGINT NOT NULL,
    "record_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "previous" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "access_chain_pkey" PRIMARY KEY ("seq")
);
CREATE UNIQUE INDEX "access_chain_record_id_key" ON "access_chain"("record_id");
CREATE UNIQUE INDEX "access_chain_previous_key" ON "access_chain"("previous");

CREATE TABLE "access_head" (
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key_id" TEXT NOT NULL,
    "public_key" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "access_head_pkey" PRIMARY KEY ("seq")
);

-- The record can be added to and never changed; what is older than it is kept for can go.
CREATE TRIGGER "access_record_append_only" BEFORE UPDATE OR TRUNCATE ON "access_record"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "access_record_kept" BEFORE DELETE ON "access_record"
  FOR EACH ROW WHEN (OLD."at" > now() - interval '2 years') EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "access_chain_append_only" BEFORE UPDATE OR TRUNCATE ON "access_chain"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "access_chain_kept" BEFORE DELETE ON "access_chain"
  FOR EACH ROW WHEN (OLD."at" > now() - interval '2 years') EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "access_head_append_only" BEFORE UPDATE OR TRUNCATE ON "access_head"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "access_head_kept" BEFORE DELETE ON "access_head"
  FOR EACH ROW WHEN (OLD."at" > now() - interval '2 years') EXECUTE FUNCTION "refuse_change"();

-- Whatever is added waits to be chained, whoever added it.
CREATE FUNCTION "access_waits"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_waiting (record_id) SELECT id FROM added;
  RETURN NULL;
END $$;
CREATE TRIGGER "access_record_waits" AFTER INSERT ON "access_record" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "access_waits"();

-- What is done to a booking or with a seat for somebody else stands in the record, by whichever statement it is done.
CREATE FUNCTION "record_booking_access"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_record (actor_id, role, session_id, from_hash, network, subjects, action, object_kind, object_id)
  SELECT NEW.actor_id,
    CASE WHEN EXISTS (SELECT FROM consent WHERE helper_id = NEW.actor_id AND beneficiary_id = booking.person_id) THEN 'helper'
      ELSE coalesce((SELECT role::text FROM staff_role WHERE person_id = NEW.actor_id ORDER BY id LIMIT 1), 'helper') END,
    NEW.session_id, session.from_hash, session.network, ARRAY[booking.person_id],
    'booking.' || replace(NEW.kind, '_', '-'), 'booking', NEW.booking_id::text
  FROM booking LEFT JOIN session ON session.id = NEW.session_id
  WHERE booking.id = NEW.booking_id AND booking.person_id <> NEW.actor_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "booking_event_recorded" AFTER INSERT ON "booking_event"
  FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL) EXECUTE FUNCTION "record_booking_access"();

CREATE FUNCTION "record_seat_access"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_record (actor_id, role, session_id, from_hash, network, subjects, action, object_kind, object_id)
  SELECT session.person_id, 'helper', session.id, session.from_hash, session.network, ARRAY[NEW.person_id], 'pass.taken', 'round', NEW.round_id
  FROM session WHERE session.id = NEW.session_id AND session.person_id <> NEW.person_id;
  RETURN NULL;
END $$;
CREATE TRIGGER "seat_recorded" AFTER UPDATE OF "session_id" ON "seat"
  FOR EACH ROW WHEN (NEW.session_id IS NOT NULL AND NEW.session_id IS DISTINCT FROM OLD.session_id) EXECUTE FUNCTION "record_seat_access"();

CREATE FUNCTION "record_household_access"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO access_record (actor_id, role, subjects, action, object_kind, object_id)
  VALUES (NEW.agreed_by, 'helper', ARRAY[NEW.person_id], 'household.joined', 'round', NEW.round_id);
  RETURN NULL;
END $$;
CREATE TRIGGER "household_member_recorded" AFTER INSERT ON "household_member"
  FOR EACH ROW WHEN (NEW.agreed_by <> NEW.person_id) EXECUTE FUNCTION "record_household_access"();
