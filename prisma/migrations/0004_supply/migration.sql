-- What is there to be booked: products, deliveries, and shares of each clinic's day per round.

CREATE TYPE "booking_origin" AS ENUM ('person', 'wish', 'second_dose', 'waiting_list', 'recall');

-- A type of its own: a value added to the old one could not be used in the same transaction.
CREATE TYPE "booking_status_new" AS ENUM ('held', 'offered', 'confirmed', 'cancelled', 'expired');
DROP INDEX "booking_one_active", "booking_holds";
ALTER TABLE "booking" ALTER COLUMN "status" TYPE "booking_status_new" USING ("status"::text::"booking_status_new");
DROP TYPE "booking_status";
ALTER TYPE "booking_status_new" RENAME TO "booking_status";

ALTER TABLE "booking" ADD COLUMN     "decision_id" UUID,
ADD COLUMN     "given_id" INTEGER,
ADD COLUMN     "moves" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN     "origin" "booking_origin" NOT NULL DEFAULT 'person',
ADD COLUMN     "share_id" INTEGER,
ADD COLUMN     "together_id" UUID,
ADD COLUMN     "vaccinated_at" TIMESTAMPTZ(3),
ALTER COLUMN "pass_id" DROP NOT NULL;

ALTER TABLE "booking_event" ADD COLUMN     "facts" JSONB;

ALTER TABLE "campaign" ADD COLUMN     "paused_at" TIMESTAMPTZ(3);

ALTER TABLE "clinic" ADD COLUMN     "paused_at" TIMESTAMPTZ(3);

ALTER TABLE "round" ADD COLUMN     "hand_on_at" TIMESTAMPTZ(3),
ADD COLUMN     "share_weight" INTEGER;

ALTER TABLE "slot" ADD COLUMN     "closed_at" TIMESTAMPTZ(3);

CREATE TABLE "product" (
    "code" TEXT NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "cvx" TEXT NOT NULL,

    CONSTRAINT "product_pkey" PRIMARY KEY ("code")
);

CREATE TABLE "product_rule" (
    "product_code" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "min_age" SMALLINT NOT NULL,
    "max_age" SMALLINT,
    "doses" SMALLINT NOT NULL,
    "interval" SMALLINT,
    "interval_min" SMALLINT,
    "interval_max" SMALLINT,
    "same_product" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "product_rule_pkey" PRIMARY KEY ("product_code","valid_from")
);

CREATE TABLE "shipment" (
    "id" TEXT NOT NULL,
    "carrier" TEXT NOT NULL,
    "left_at" TIMESTAMPTZ(0),

    CONSTRAINT "shipment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "lot" (
    "number" TEXT NOT NULL,
    "product_code" TEXT NOT NULL,
    "expires_on" DATE NOT NULL,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("number")
);

CREATE TABLE "delivery" (
    "id" SERIAL NOT NULL,
    "shipment_id" TEXT NOT NULL,
    "lot_number" TEXT NOT NULL,
    "clinic_id" TEXT NOT NULL,
    "doses" INTEGER NOT NULL,
    "planned" INTEGER NOT NULL DEFAULT 0,
    "arrives_at" TIMESTAMPTZ(0) NOT NULL,
    "quarantined_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "share" (
    "id" SERIAL NOT NULL,
    "clinic_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "delivery_id" INTEGER NOT NULL,
    "product_code" TEXT NOT NULL,
    "round_id" TEXT NOT NULL,
    "dose" SMALLINT NOT NULL DEFAULT 1,
    "quota" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "share_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tranche" (
    "round_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "permille" SMALLINT NOT NULL,

    CONSTRAINT "tranche_pkey" PRIMARY KEY ("round_id","at")
);

CREATE INDEX "delivery_clinic_id_idx" ON "delivery"("clinic_id");
CREATE INDEX "delivery_lot_number_idx" ON "delivery"("lot_number");
CREATE UNIQUE INDEX "delivery_shipment_id_lot_number_clinic_id_key" ON "delivery"("shipment_id", "lot_number", "clinic_id");
CREATE INDEX "share_delivery_id_idx" ON "share"("delivery_id");
CREATE INDEX "share_round_id_idx" ON "share"("round_id");
CREATE UNIQUE INDEX "share_clinic_id_day_round_id_dose_delivery_id_key" ON "share"("clinic_id", "day", "round_id", "dose", "delivery_id");
CREATE INDEX "booking_share_id_idx" ON "booking"("share_id");
CREATE INDEX "booking_given_id_idx" ON "booking"("given_id");

ALTER TABLE "product_rule" ADD CONSTRAINT "product_rule_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "product"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "lot" ADD CONSTRAINT "lot_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "product"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_shipment_id_fkey" FOREIGN KEY ("shipment_id") REFERENCES "shipment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_lot_number_fkey" FOREIGN KEY ("lot_number") REFERENCES "lot"("number") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "share" ADD CONSTRAINT "share_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "share" ADD CONSTRAINT "share_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "share" ADD CONSTRAINT "share_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "product"("code") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "share" ADD CONSTRAINT "share_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "tranche" ADD CONSTRAINT "tranche_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "booking" ADD CONSTRAINT "booking_share_id_fkey" FOREIGN KEY ("share_id") REFERENCES "share"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "booking" ADD CONSTRAINT "booking_given_id_fkey" FOREIGN KEY ("given_id") REFERENCES "delivery"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema can't say.

-- One active booking per person, campaign and dose, over all channels. An offer is none until it is taken.
CREATE UNIQUE INDEX "booking_one_active" ON "booking" ("campaign_id", "person_id", "dose")
  WHERE "status" IN ('held', 'confirmed');
CREATE UNIQUE INDEX "booking_one_offer" ON "booking" ("campaign_id", "person_id", "dose") WHERE "status" = 'offered';
-- What the reaper looks for.
CREATE INDEX "booking_holds" ON "booking" ("held_until") WHERE "status" IN ('held', 'offered');

-- A person chooses on a pass; whatever else books has the id of its decision.
ALTER TABLE "booking" ADD CONSTRAINT "booking_decided" CHECK (
  ("origin" = 'person' AND "pass_id" IS NOT NULL) OR ("origin" <> 'person' AND "decision_id" IS NOT NULL)
);
ALTER TABLE "booking" ADD CONSTRAINT "booking_given_when_vaccinated" CHECK ("given_id" IS NULL OR "vaccinated_at" IS NOT NULL);
ALTER TABLE "booking" ADD CONSTRAINT "booking_dose" CHECK ("dose" IN (1, 2));

ALTER TABLE "share" ADD CONSTRAINT "share_never_oversold" CHECK ("taken" >= 0 AND "taken" <= "quota");
ALTER TABLE "share" ADD CONSTRAINT "share_dose" CHECK ("dose" IN (1, 2));
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_never_overplanned" CHECK ("planned" >= 0 AND "planned" <= "doses");
ALTER TABLE "tranche" ADD CONSTRAINT "tranche_part" CHECK ("permille" BETWEEN 0 AND 1000);
ALTER TABLE "round" ADD CONSTRAINT "round_share" CHECK ("share_weight" >= 0 AND "hand_on_at" >= "closes_at");
ALTER TABLE "product_rule" ADD CONSTRAINT "product_rule_whole" CHECK (
  "min_age" >= 0 AND ("max_age" IS NULL OR "max_age" >= "min_age") AND "doses" IN (1, 2)
  AND ("doses" = 2) = ("interval" IS NOT NULL AND "interval_min" IS NOT NULL AND "interval_max" IS NOT NULL)
  AND ("interval" IS NULL OR ("interval_min" > 0 AND "interval" BETWEEN "interval_min" AND "interval_max"))
);
