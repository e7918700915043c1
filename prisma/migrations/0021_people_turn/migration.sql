-- Where the tickets of a drawn round stand, so that those whom the front comes near are found by an index. Until the round is over.
CREATE TABLE "turn_place" (
  "round_id" TEXT NOT NULL,
  "place" DOUBLE PRECISION NOT NULL,
  "person_id" UUID NOT NULL,
  CONSTRAINT "turn_place_pkey" PRIMARY KEY ("round_id", "place", "person_id")
);
CREATE INDEX "turn_place_person_id_idx" ON "turn_place" ("person_id");

-- How far that has been written down, and up to which place people have been told that their turn comes near.
CREATE TABLE "turn_call" (
  "round_id" TEXT NOT NULL,
  "placed" UUID,
  "placed_at" TIMESTAMPTZ(3),
  "told" DOUBLE PRECISION NOT NULL DEFAULT 0,
  CONSTRAINT "turn_call_pkey" PRIMARY KEY ("round_id")
);

ALTER TABLE "turn_place"
  ADD CONSTRAINT "turn_place_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "turn_place_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "turn_call"
  ADD CONSTRAINT "turn_call_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
