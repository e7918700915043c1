-- Acting for others: how people agree to it, who tried for whom, and agents who act for whoever calls or comes.

ALTER TABLE "consent"
  ADD COLUMN "way" TEXT NOT NULL DEFAULT 'entered',
  ADD COLUMN "place" SMALLINT,
  ADD COLUMN "granted_by" UUID,
  ADD COLUMN "reason" TEXT,
  ADD COLUMN "ended_by" UUID,
  ADD CONSTRAINT "consent_way" CHECK ("way" IN ('entered', 'phone', 'letter', 'office', 'guardian')),
  -- Who agreed before an agent is written down with the agent and the reason.
  ADD CONSTRAINT "consent_by_agent" CHECK (("way" IN ('office', 'guardian')) = ("granted_by" IS NOT NULL AND "reason" IS NOT NULL));
-- A helper's people stand in numbered places, as many as the setting says: two codes entered at once can't both get the last one.
CREATE UNIQUE INDEX "consent_place" ON "consent" ("helper_id", "place") WHERE "ended_at" IS NULL;

-- A row for everybody who is asked for, whether anybody answers to it or not.
CREATE TABLE "asking" (
  "id" UUID NOT NULL,
  "helper_id" UUID NOT NULL,
  "target" BYTEA NOT NULL,
  "beneficiary_id" UUID,
  "relation" TEXT NOT NULL,
  "way" TEXT NOT NULL,
  "code_hash" BYTEA,
  "tries" SMALLINT NOT NULL DEFAULT 0,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "printed_at" TIMESTAMPTZ(3),
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "asking_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "asking_way" CHECK ("way" IN ('phone', 'letter')),
  CONSTRAINT "asking_other_person" CHECK ("beneficiary_id" <> "helper_id"),
  CONSTRAINT "asking_used_by_somebody" CHECK ("used_at" IS NULL OR ("beneficiary_id" IS NOT NULL AND "code_hash" IS NOT NULL))
);
CREATE INDEX "asking_helper_id_asked_at_idx" ON "asking" ("helper_id", "asked_at");
CREATE INDEX "asking_letters" ON "asking" ("beneficiary_id") WHERE "way" = 'letter' AND "printed_at" IS NULL AND "beneficiary_id" IS NOT NULL;
ALTER TABLE "asking"
  ADD CONSTRAINT "asking_helper_id_fkey" FOREIGN KEY ("helper_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "asking_beneficiary_id_fkey" FOREIGN KEY ("beneficiary_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How often something was tried for one target or by one person since `since`. Keys are hashes: whom they mean is not in here.
CREATE TABLE "attempt" (
  "kind" TEXT NOT NULL,
  "key" BYTEA NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "count" INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT "attempt_pkey" PRIMARY KEY ("kind", "key")
);

-- Who besides the person took the person's ticket into a browser: what the relatives see, and what the forecast counts.
CREATE TABLE "ticket_try" (
  "round_id" TEXT NOT NULL,
  "person_id" UUID NOT NULL,
  "actor_id" UUID NOT NULL,
  "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "ticket_try_pkey" PRIMARY KEY ("round_id", "person_id", "actor_id")
);
CREATE INDEX "ticket_try_person_id_idx" ON "ticket_try" ("person_id");
ALTER TABLE "ticket_try"
  ADD CONSTRAINT "ticket_try_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "ticket_try_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- While it is open, and its session lives, the agent may act for the person.
CREATE TABLE "agent_case" (
  "id" UUID NOT NULL,
  "agent_id" UUID NOT NULL,
  "session_id" TEXT NOT NULL,
  "person_id" UUID NOT NULL,
  "channel" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "active_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "agent_case_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "agent_case_channel" CHECK ("channel" IN ('phone', 'counter')),
  CONSTRAINT "agent_case_reason" CHECK (char_length("reason") BETWEEN 2 AND 200),
  -- Nobody is their own agent.
  CONSTRAINT "agent_case_other_person" CHECK ("agent_id" <> "person_id")
);
CREATE UNIQUE INDEX "agent_case_one_open" ON "agent_case" ("session_id", "person_id") WHERE "closed_at" IS NULL;
CREATE INDEX "agent_case_person_id_opened_at_idx" ON "agent_case" ("person_id", "opened_at");
ALTER TABLE "agent_case"
  ADD CONSTRAINT "agent_case_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "agent_case_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Since when the person themself asks for their own pass: after a stated wait it is theirs, whoever holds it.
ALTER TABLE "seat" ADD COLUMN "claimed_at" TIMESTAMPTZ(3);
