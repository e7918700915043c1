-- What was shared out without the vaccine of a recall, or without the half hours of a closure, is shared out anew when that is over.
ALTER TABLE "disruption" ADD COLUMN "replanned_at" TIMESTAMPTZ(3);
UPDATE "disruption" SET "replanned_at" = "ended_at" WHERE "kind" IN ('recall', 'closure');
CREATE INDEX "disruption_to_replan" ON "disruption" ("ended_at") WHERE "ended_at" IS NOT NULL AND "replanned_at" IS NULL AND "kind" IN ('recall', 'closure');
