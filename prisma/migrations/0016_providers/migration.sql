-- What each server measures of each provider, a row of its own for each second in which anybody signed in.
CREATE TABLE "provider_sample" (
  "provider" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "good" INTEGER NOT NULL,
  "slow" INTEGER NOT NULL,
  "bad" INTEGER NOT NULL,
  CONSTRAINT "provider_sample_pkey" PRIMARY KEY ("provider", "node", "at"),
  CONSTRAINT "provider_sample_counts" CHECK ("good" >= 0 AND "bad" >= 0 AND "slow" BETWEEN 0 AND "good")
);
CREATE INDEX "provider_sample_at_idx" ON "provider_sample" ("at");

-- What the leader makes of it.
CREATE TABLE "provider_light" (
  "provider" TEXT NOT NULL,
  "light" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  -- The last probes that ended alike.
  "probe" TEXT,
  "probes" INTEGER NOT NULL DEFAULT 0,
  "probed_at" TIMESTAMPTZ(3),
  CONSTRAINT "provider_light_pkey" PRIMARY KEY ("provider"),
  CONSTRAINT "provider_light_light" CHECK ("light" IN ('green', 'yellow', 'red', 'grey')),
  CONSTRAINT "provider_light_probe" CHECK ("probe" IN ('good', 'slow', 'bad'))
);
