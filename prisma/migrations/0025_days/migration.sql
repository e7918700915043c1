-- On which days a campaign gives vaccine: half hours are made for them, some weeks ahead, by each clinic's hours and places.
ALTER TABLE "campaign" ADD COLUMN "first_day" DATE, ADD COLUMN "last_day" DATE,
  ADD CONSTRAINT "campaign_days" CHECK (num_nulls("first_day", "last_day") <> 1 AND "first_day" <= "last_day");
ALTER TABLE "clinic" ADD COLUMN "places" SMALLINT CHECK ("places" > 0), ADD COLUMN "half_hours_to" DATE;
UPDATE "clinic" SET "places" = known."places", "half_hours_to" = known."day" FROM (
  SELECT "clinic_id", max("capacity") AS "places", max("starts_at" AT TIME ZONE 'Asia/Seoul')::date AS "day" FROM "slot" WHERE "capacity" > 0 GROUP BY 1
) AS known WHERE known."clinic_id" = "clinic"."id";

-- The second dose is of the first one's product, always: no statement ever asked this.
ALTER TABLE "product_rule" DROP COLUMN "same_product";
