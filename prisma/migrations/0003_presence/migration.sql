-- An operator's cap on the calls per second.
ALTER TABLE "round" ADD COLUMN "call_rate" DOUBLE PRECISION CONSTRAINT "round_call_rate" CHECK ("call_rate" >= 0);

ALTER TABLE "ticket" ADD COLUMN "came_at" TIMESTAMPTZ(3);
-- Asked every second, and at every entry: few of ten million rows.
CREATE INDEX "ticket_retrying" ON "ticket" ("round_id", "retry_at") WHERE "retry_at" IS NOT NULL;
CREATE INDEX "ticket_came" ON "ticket" ("round_id", "came_at") WHERE "came_at" IS NOT NULL;

CREATE TABLE "line_state" (
  "round_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "body" JSONB NOT NULL,
  CONSTRAINT "line_state_pkey" PRIMARY KEY ("round_id")
);
ALTER TABLE "line_state" ADD CONSTRAINT "line_state_round_id_fkey"
  FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "line_presence" (
  "round_id" TEXT NOT NULL,
  "node" TEXT NOT NULL,
  "reports" BIGINT NOT NULL,
  "people" BIGINT NOT NULL,
  "newcomers" BIGINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "line_presence_pkey" PRIMARY KEY ("round_id", "node")
);
ALTER TABLE "line_presence" ADD CONSTRAINT "line_presence_round_id_fkey"
  FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "line_node" (
  "node" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "statements" INTEGER NOT NULL,
  "latency_ms" DOUBLE PRECISION NOT NULL,
  "waiting_for_connection" INTEGER NOT NULL,
  CONSTRAINT "line_node_pkey" PRIMARY KEY ("node")
);

CREATE TABLE "line_estimate" (
  "id" SERIAL NOT NULL,
  "round_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "tag" INTEGER,
  "from_seconds" DOUBLE PRECISION NOT NULL,
  "to_seconds" DOUBLE PRECISION NOT NULL,
  "middle_seconds" DOUBLE PRECISION,
  "waited" DOUBLE PRECISION,
  CONSTRAINT "line_estimate_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "line_estimate_nobody" CHECK ("tag" IS NULL OR ("waited" IS NULL AND "tag" BETWEEN 0 AND 1048575))
);
CREATE INDEX "line_estimate_round_id_tag_idx" ON "line_estimate" ("round_id", "tag");
ALTER TABLE "line_estimate" ADD CONSTRAINT "line_estimate_round_id_fkey"
  FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
