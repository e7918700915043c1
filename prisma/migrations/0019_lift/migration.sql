-- A recall that proved a false alarm is lifted: its vaccine counts again, and everybody who was told is told so.

ALTER TYPE "displaced_state" ADD VALUE 'cleared';

ALTER TABLE "disruption" ADD COLUMN "lift_ko" TEXT;
ALTER TABLE "disruption" ADD COLUMN "lift_en" TEXT;
ALTER TABLE "disruption" ADD CONSTRAINT "disruption_lifted" CHECK (
  ("lift_ko" IS NULL) = ("lift_en" IS NULL) AND ("lift_ko" IS NOT NULL) = ("kind" = 'recall' AND "ended_at" IS NOT NULL)
);

-- By how many recalls that are not lifted it is meant: the last one that is lifted ends the quarantine.
ALTER TABLE "delivery" ADD COLUMN "open_recalls" INTEGER NOT NULL DEFAULT 0;
UPDATE "delivery" SET "open_recalls" = hit.recalls
  FROM (SELECT "delivery_id", count(*) AS recalls FROM "disruption_delivery" GROUP BY "delivery_id") AS hit WHERE "delivery"."id" = hit."delivery_id";
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_recalled" CHECK ("open_recalls" >= 0 AND ("open_recalls" = 0 OR "quarantined_at" IS NOT NULL));

ALTER TABLE "displaced" ADD COLUMN "retold_at" TIMESTAMPTZ(3);
-- Whom a lifting concerns.
CREATE INDEX "displaced_vaccinated" ON "displaced" ("disruption_id") WHERE "state" IN ('vaccinated', 'unclear');
