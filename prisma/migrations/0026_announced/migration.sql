-- A holiday shuts every clinic: a closure of none in particular, from a time to a time.
ALTER TABLE "disruption" DROP CONSTRAINT "disruption_named";
ALTER TABLE "disruption" ADD CONSTRAINT "disruption_named" CHECK (
  CASE "kind"::text
    WHEN 'recall' THEN num_nonnulls("lot_number", "shipment_id", "carrier", "clinic_id") > 0 AND "move"
    WHEN 'closure' THEN "clinic_id" IS NOT NULL OR num_nulls("from_at", "to_at") = 0
    WHEN 'pause' THEN "campaign_id" IS NOT NULL AND ("to_at" IS NOT NULL OR NOT "move")
    ELSE num_nulls("product_code", "valid_from") = 0 AND "move"
  END
  AND ("from_at" IS NULL OR "to_at" IS NULL OR "from_at" < "to_at")
);
