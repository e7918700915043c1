-- The roll: who may be meant although name or number differ a little, its import, and who waits for an office to say who they are.

ALTER TABLE "person"
  ADD COLUMN "near_name" BYTEA,
  ADD COLUMN "near_phone" BYTEA,
  ADD COLUMN "hearsay" BOOLEAN NOT NULL DEFAULT false;
-- Whoever has only ever come through a provider that proves nothing.
UPDATE "person" SET "hearsay" = true
  WHERE NOT "on_roll" AND EXISTS (SELECT FROM "session" WHERE "session"."person_id" = "person"."id")
    AND NOT EXISTS (SELECT FROM "session" WHERE "session"."person_id" = "person"."id" AND "session"."verified");
ALTER TABLE "person" ADD CONSTRAINT "person_hearsay_is_on_no_roll" CHECK (NOT ("hearsay" AND "on_roll"));
CREATE INDEX "person_near_name_idx" ON "person" ("near_name");
CREATE INDEX "person_near_phone_idx" ON "person" ("near_phone");

CREATE TABLE "roll_import" (
  "id" SERIAL NOT NULL,
  "file_hash" BYTEA NOT NULL,
  "whole" BOOLEAN NOT NULL,
  "offset" BIGINT NOT NULL DEFAULT 0,
  "lines" BIGINT NOT NULL DEFAULT 0,
  "error_bytes" BIGINT NOT NULL DEFAULT 0,
  "added" BIGINT NOT NULL DEFAULT 0,
  "changed" BIGINT NOT NULL DEFAULT 0,
  "unchanged" BIGINT NOT NULL DEFAULT 0,
  "refused" BIGINT NOT NULL DEFAULT 0,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "checkpoint_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "finished_at" TIMESTAMPTZ(3),
  "given_up_at" TIMESTAMPTZ(3),
  CONSTRAINT "roll_import_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "roll_import_one_end" CHECK ("finished_at" IS NULL OR "given_up_at" IS NULL)
);
-- One import at a time.
CREATE UNIQUE INDEX "roll_import_open" ON "roll_import" ((true)) WHERE "finished_at" IS NULL AND "given_up_at" IS NULL;

-- While an import runs: whom its lines meant, so that a second line of somebody is found and the rest is known at the end.
CREATE TABLE "roll_seen" (
  "person_id" UUID NOT NULL,
  CONSTRAINT "roll_seen_pkey" PRIMARY KEY ("person_id")
);

-- Lines of which only the end of the file can tell whom they mean.
CREATE TABLE "roll_pending" (
  "line" BIGINT NOT NULL,
  "ci_hash" BYTEA,
  "match_hash" BYTEA NOT NULL,
  "near_name" BYTEA NOT NULL,
  "near_phone" BYTEA NOT NULL,
  "birth_date" DATE NOT NULL,
  "name" BYTEA NOT NULL,
  "phone" BYTEA NOT NULL,
  "region_code" TEXT NOT NULL,
  CONSTRAINT "roll_pending_pkey" PRIMARY KEY ("line")
);
