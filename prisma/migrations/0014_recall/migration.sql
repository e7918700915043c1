-- What takes places away from people, and what became of each of them.

CREATE TYPE "disruption_kind" AS ENUM ('recall', 'closure', 'pause');
CREATE TYPE "displaced_state" AS ENUM ('found', 'told', 'moved', 'waiting', 'declined', 'kept', 'moot', 'vaccinated', 'unclear');

CREATE TABLE "disruption" (
    "id" UUID NOT NULL,
    "kind" "disruption_kind" NOT NULL,
    "move" BOOLEAN NOT NULL,
    "campaign_id" TEXT,
    "clinic_id" TEXT,
    "lot_number" TEXT,
    "shipment_id" TEXT,
    "carrier" TEXT,
    "from_at" TIMESTAMPTZ(3),
    "to_at" TIMESTAMPTZ(3),
    "reason_ko" TEXT NOT NULL,
    "reason_en" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "opened_by" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by" UUID,
    "swept_at" TIMESTAMPTZ(3),
    "sweep_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "disruption_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "disruption_delivery" (
    "disruption_id" UUID NOT NULL,
    "delivery_id" INTEGER NOT NULL,

    CONSTRAINT "disruption_delivery_pkey" PRIMARY KEY ("disruption_id","delivery_id")
);

CREATE TABLE "displaced" (
    "disruption_id" UUID NOT NULL,
    "booking_id" UUID NOT NULL,
    "state" "displaced_state" NOT NULL,
    "following" BOOLEAN NOT NULL DEFAULT false,
    "slot_id" INTEGER NOT NULL,
    "share_id" INTEGER,
    "clinic_id" TEXT NOT NULL,
    "was_at" TIMESTAMPTZ(0) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "displaced_pkey" PRIMARY KEY ("disruption_id","booking_id")
);

CREATE INDEX "disruption_delivery_delivery_id_idx" ON "disruption_delivery"("delivery_id");
CREATE INDEX "displaced_booking_id_idx" ON "displaced"("booking_id");

ALTER TABLE "disruption" ADD CONSTRAINT "disruption_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "disruption" ADD CONSTRAINT "disruption_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "disruption_delivery" ADD CONSTRAINT "disruption_delivery_disruption_id_fkey" FOREIGN KEY ("disruption_id") REFERENCES "disruption"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "disruption_delivery" ADD CONSTRAINT "disruption_delivery_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "displaced" ADD CONSTRAINT "displaced_disruption_id_fkey" FOREIGN KEY ("disruption_id") REFERENCES "disruption"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "displaced" ADD CONSTRAINT "displaced_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema can't say.

ALTER TABLE "disruption" ADD CONSTRAINT "disruption_named" CHECK (
  CASE "kind"
    WHEN 'recall' THEN num_nonnulls("lot_number", "shipment_id", "carrier", "clinic_id") > 0 AND "move"
    WHEN 'closure' THEN "clinic_id" IS NOT NULL
    ELSE "campaign_id" IS NOT NULL AND ("to_at" IS NOT NULL OR NOT "move")
  END
  AND ("from_at" IS NULL OR "to_at" IS NULL OR "from_at" < "to_at")
);
-- The programme stands still once, and a clinic is shut for an unknown time once.
CREATE UNIQUE INDEX "disruption_one_pause" ON "disruption" ("campaign_id") WHERE "kind" = 'pause' AND "ended_at" IS NULL;
CREATE UNIQUE INDEX "disruption_one_closure" ON "disruption" ("clinic_id")
  WHERE "kind" = 'closure' AND "ended_at" IS NULL AND "to_at" IS NULL;
ALTER TABLE "displaced" ADD CONSTRAINT "displaced_settled" CHECK (
  ("settled_at" IS NULL) = ("state" IN ('found', 'told', 'waiting'))
);
-- Whose place is looked for: those who are told already that they have none, by when to try again; the others by day and clinic.
CREATE INDEX "displaced_waiting" ON "displaced" ("next_at") WHERE "state" = 'waiting';
CREATE INDEX "displaced_found" ON "displaced" ("was_at", "clinic_id") WHERE "state" = 'found';
CREATE INDEX "displaced_told" ON "displaced" ("disruption_id") WHERE "state" = 'told';
