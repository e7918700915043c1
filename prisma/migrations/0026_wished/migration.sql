-- Somebody whose wishes could not be met before waits for this tranche: it is for wishes first.
ALTER TABLE "tranche" ADD COLUMN "for_wishes" BOOLEAN NOT NULL DEFAULT false;
-- Those whose wishes are tried again, in the order of the line.
CREATE INDEX "wish_list_unmet" ON "wish_list" ("round_id", "place") WHERE "state" = 'unmet';
