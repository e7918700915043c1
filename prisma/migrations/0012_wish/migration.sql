-- What people wish for, to be booked when the front passes their place.

CREATE TYPE "wish_state" AS ENUM ('waiting', 'booked', 'unmet', 'moot', 'withdrawn');

CREATE TABLE "wish_list" (
    "id" UUID NOT NULL,
    "round_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "wishes" JSONB NOT NULL,
    "state" "wish_state" NOT NULL DEFAULT 'waiting',
    "place" DOUBLE PRECISION,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "wish_list_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "wish_list_round_id_person_id_key" ON "wish_list"("round_id", "person_id");

ALTER TABLE "wish_list" ADD CONSTRAINT "wish_list_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "wish_list" ADD CONSTRAINT "wish_list_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema can't say.
ALTER TABLE "wish_list" ADD CONSTRAINT "wish_list_whole" CHECK (
  jsonb_typeof("wishes") = 'array' AND jsonb_array_length("wishes") BETWEEN 1 AND 10
  AND ("decided_at" IS NULL) = ("state" = 'waiting')
);
-- What the worker looks for, in the order of the line; and what still needs a place after the draw.
CREATE INDEX "wish_list_due" ON "wish_list" ("round_id", "place") WHERE "state" = 'waiting' AND "place" IS NOT NULL;
CREATE INDEX "wish_list_unplaced" ON "wish_list" ("round_id", "id") WHERE "state" = 'waiting' AND "place" IS NULL;
