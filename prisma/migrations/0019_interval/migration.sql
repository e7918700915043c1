-- A changed interval between the doses takes places away, too: second doses booked on days that no longer fit.

ALTER TYPE "disruption_kind" ADD VALUE 'interval';

ALTER TABLE "disruption" ADD COLUMN "product_code" TEXT;
ALTER TABLE "disruption" ADD COLUMN "valid_from" DATE;
ALTER TABLE "disruption" ADD COLUMN "lengthened" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "disruption" ADD CONSTRAINT "disruption_product_code_fkey" FOREIGN KEY ("product_code") REFERENCES "product"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- As text: a new value of an enum can't be used before the transaction that adds it has ended.
ALTER TABLE "disruption" DROP CONSTRAINT "disruption_named";
ALTER TABLE "disruption" ADD CONSTRAINT "disruption_named" CHECK (
  CASE "kind"::text
    WHEN 'recall' THEN num_nonnulls("lot_number", "shipment_id", "carrier", "clinic_id") > 0 AND "move"
    WHEN 'closure' THEN "clinic_id" IS NOT NULL
    WHEN 'pause' THEN "campaign_id" IS NOT NULL AND ("to_at" IS NOT NULL OR NOT "move")
    ELSE num_nulls("product_code", "valid_from") = 0 AND "move"
  END
  AND ("from_at" IS NULL OR "to_at" IS NULL OR "from_at" < "to_at")
);
