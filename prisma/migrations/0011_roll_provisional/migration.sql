-- Whoever has shown who they are and does not stand on the roll under this very name and number, until an office settles it.
CREATE TABLE "provisional" (
  "person_id" UUID NOT NULL,
  "kind" TEXT NOT NULL DEFAULT 'name-or-number',
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "settled_at" TIMESTAMPTZ(3),
  "settled_by" UUID,
  "outcome" TEXT,
  "record_id" UUID,
  "reason" TEXT,
  CONSTRAINT "provisional_pkey" PRIMARY KEY ("person_id"),
  CONSTRAINT "provisional_kind" CHECK ("kind" IN ('name-or-number', 'foreign', 'no-number', 'newly-eligible')),
  CONSTRAINT "provisional_outcome" CHECK ("outcome" IN ('joined', 'added', 'refused')),
  CONSTRAINT "provisional_settled_whole" CHECK (num_nulls("settled_at", "settled_by", "outcome", "reason") IN (0, 4)),
  CONSTRAINT "provisional_record" CHECK (("outcome" = 'joined') = ("record_id" IS NOT NULL) OR "outcome" IS NULL),
  CONSTRAINT "provisional_reason" CHECK (char_length("reason") BETWEEN 2 AND 200)
);
ALTER TABLE "provisional" ADD CONSTRAINT "provisional_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Since when a place is kept for them in a round. It becomes a ticket of the record that they turn out to be.
CREATE TABLE "provisional_place" (
  "person_id" UUID NOT NULL,
  "round_id" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "provisional_place_pkey" PRIMARY KEY ("person_id", "round_id")
);
ALTER TABLE "provisional_place"
  ADD CONSTRAINT "provisional_place_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "provisional" ("person_id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "provisional_place_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
