-- Of what is taken: given back, and kept for whoever waits for it until it has been offered.
ALTER TABLE "share" ADD COLUMN "kept" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "share" ADD COLUMN "kept_at" TIMESTAMPTZ(3);
ALTER TABLE "share" ADD CONSTRAINT "share_taken_kept" CHECK ("kept" BETWEEN 0 AND "taken" AND ("kept" = 0 OR "kept_at" IS NOT NULL));
CREATE INDEX "share_kept_some" ON "share" ("id") WHERE "kept" > 0;
