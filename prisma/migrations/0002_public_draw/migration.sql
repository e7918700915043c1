-- The record of a draw holds more than its commitment and its reveal, and some things more than once.

-- A type of its own: a value added to the old one could not be used in the same transaction.
CREATE TYPE "draw_record_kind_new" AS ENUM ('commit', 'beacon', 'reveal', 'postponed', 'cancelled', 'attempt');
ALTER TABLE "draw_record" ALTER COLUMN "kind" TYPE "draw_record_kind_new" USING ("kind"::text::"draw_record_kind_new");
DROP TYPE "draw_record_kind";
ALTER TYPE "draw_record_kind_new" RENAME TO "draw_record_kind";

-- Rows that were there before get their ids in any order: each round had one commitment and at most one reveal.
ALTER TABLE "draw_record"
  DROP CONSTRAINT "draw_record_pkey",
  ADD COLUMN "id" SERIAL PRIMARY KEY,
  ADD COLUMN "actor_id" UUID,
  ALTER COLUMN "at" SET DEFAULT clock_timestamp();
CREATE INDEX "draw_record_round_id_idx" ON "draw_record" ("round_id");

-- One draw per round: one commitment, one beacon, one reveal, and a round is cancelled once.
CREATE UNIQUE INDEX "draw_record_once" ON "draw_record" ("round_id", "kind")
  WHERE "kind" IN ('commit', 'beacon', 'reveal', 'cancelled');

-- What was committed to can't be exchanged either.
CREATE TRIGGER "round_secret_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "round_secret"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
