-- How far the people of a round have been told that it opens within a day.
CREATE TABLE "turn_reminder" (
  "round_id" TEXT NOT NULL,
  "reached" UUID,
  "done_at" TIMESTAMPTZ(3),
  CONSTRAINT "turn_reminder_pkey" PRIMARY KEY ("round_id")
);
ALTER TABLE "turn_reminder" ADD CONSTRAINT "turn_reminder_round_id_fkey"
  FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
