-- What is left of the places in a round when they are deleted: counts of those who agreed to be counted.

CREATE TABLE "round_statistic" (
    "round_id" TEXT NOT NULL,
    "decade" SMALLINT NOT NULL,
    "province" TEXT NOT NULL,
    "people" INTEGER NOT NULL,
    "entered" INTEGER NOT NULL,
    "booked" INTEGER NOT NULL,

    CONSTRAINT "round_statistic_pkey" PRIMARY KEY ("round_id", "decade", "province")
);
ALTER TABLE "round_statistic" ADD CONSTRAINT "round_statistic_round_id_fkey"
  FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE CASCADE ON UPDATE CASCADE;
