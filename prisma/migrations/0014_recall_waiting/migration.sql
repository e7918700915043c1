-- Who waits for a place that somebody gives back, and what clinics have left over.

CREATE TYPE "waiting_state" AS ENUM ('waiting', 'placed', 'left');

CREATE TABLE "waiting" (
    "id" UUID NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "round_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "clinic_id" TEXT,
    "region_code" TEXT,
    "place" DOUBLE PRECISION NOT NULL,
    "state" "waiting_state" NOT NULL DEFAULT 'waiting',
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "waiting_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "leftover" (
    "id" UUID NOT NULL,
    "clinic_id" TEXT NOT NULL,
    "delivery_id" INTEGER NOT NULL,
    "doses" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(0) NOT NULL,
    "announced_by" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "leftover_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "waiting_person_id_idx" ON "waiting"("person_id");
CREATE INDEX "leftover_clinic_id_idx" ON "leftover"("clinic_id");

ALTER TABLE "waiting" ADD CONSTRAINT "waiting_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "waiting" ADD CONSTRAINT "waiting_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "leftover" ADD CONSTRAINT "leftover_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema can't say.
ALTER TABLE "waiting" ADD CONSTRAINT "waiting_somewhere" CHECK (("clinic_id" IS NULL) <> ("region_code" IS NULL));
ALTER TABLE "waiting" ADD CONSTRAINT "waiting_ended" CHECK (("state" = 'waiting') = ("ended_at" IS NULL));
ALTER TABLE "leftover" ADD CONSTRAINT "leftover_some" CHECK ("doses" BETWEEN 1 AND 100);
-- One place on one list per person and campaign: nobody gains by standing on two.
CREATE UNIQUE INDEX "waiting_once" ON "waiting" ("campaign_id", "person_id") WHERE "state" = 'waiting';
CREATE INDEX "waiting_clinic" ON "waiting" ("clinic_id", "place") WHERE "state" = 'waiting';
CREATE INDEX "waiting_region" ON "waiting" ("region_code", "place") WHERE "state" = 'waiting';
