-- When somebody is likely to be vaccinated: what the answer rests on in each district, the answers that people were given, what came true.

CREATE TABLE "when_district" (
    "campaign_id" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "when_district_pkey" PRIMARY KEY ("campaign_id","region_code")
);

CREATE TABLE "when_walk" (
    "round_id" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "people" DOUBLE PRECISION NOT NULL,
    "taken" INTEGER NOT NULL,
    "free" INTEGER NOT NULL,
    "received" INTEGER NOT NULL,
    "drawn" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "walked" INTEGER NOT NULL DEFAULT 0,
    "walking" INTEGER,
    "reached" UUID,
    "again_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "later" TEXT,
    "earlier" TEXT,

    CONSTRAINT "when_walk_pkey" PRIMARY KEY ("round_id","region_code")
);

CREATE TABLE "when_answer" (
    "round_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "region_code" TEXT NOT NULL,
    "place" DOUBLE PRECISION,
    "from_day" DATE,
    "to_day" DATE,
    "reason" TEXT,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "told_at" TIMESTAMPTZ(3),
    "came_on" DATE,

    CONSTRAINT "when_answer_pkey" PRIMARY KEY ("round_id","person_id")
);
CREATE INDEX "when_answer_person_id_idx" ON "when_answer"("person_id");

CREATE TABLE "when_outcome" (
    "round_id" TEXT NOT NULL,
    "days_off" INTEGER NOT NULL,
    "inside" BOOLEAN NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "when_outcome_pkey" PRIMARY KEY ("round_id","days_off","inside")
);

ALTER TABLE "when_district" ADD CONSTRAINT "when_district_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "when_district" ADD CONSTRAINT "when_district_region_code_fkey" FOREIGN KEY ("region_code") REFERENCES "region"("code") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "when_walk" ADD CONSTRAINT "when_walk_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "when_walk" ADD CONSTRAINT "when_walk_region_code_fkey" FOREIGN KEY ("region_code") REFERENCES "region"("code") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "when_answer" ADD CONSTRAINT "when_answer_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "when_answer" ADD CONSTRAINT "when_answer_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "when_outcome" ADD CONSTRAINT "when_outcome_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema can't say.
ALTER TABLE "when_answer" ADD CONSTRAINT "when_answer_ends" CHECK ("to_day" IS NULL OR ("from_day" IS NOT NULL AND "from_day" <= "to_day"));
-- What the leader goes through when a district's answer has changed, in order.
CREATE INDEX "when_answer_unsettled" ON "when_answer" ("round_id", "region_code", "person_id") WHERE "came_on" IS NULL;
