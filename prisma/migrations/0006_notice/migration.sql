-- What people are told: a row is written by the statement that makes it true, and sent after that has committed.
CREATE TABLE "notice" (
  "id" UUID NOT NULL DEFAULT uuidv7(),
  "person_id" UUID,
  "clinic_id" TEXT,
  "template" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "facts" JSONB NOT NULL DEFAULT '{}',
  "sealed" BYTEA,
  "by_mail" BOOLEAN NOT NULL DEFAULT false,
  "urgent" BOOLEAN NOT NULL DEFAULT false,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "not_before" TIMESTAMPTZ(3),
  "expires_at" TIMESTAMPTZ(3),
  "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "attempts" SMALLINT NOT NULL DEFAULT 0,
  "sending_at" TIMESTAMPTZ(3),
  "channel" TEXT,
  "provider_id" TEXT,
  "locale" TEXT,
  "body" BYTEA,
  "sent_at" TIMESTAMPTZ(3),
  "dead_at" TIMESTAMPTZ(3),
  "last_problem" TEXT,
  "seen_at" TIMESTAMPTZ(3),
  CONSTRAINT "notice_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notice_one_recipient" CHECK (num_nonnulls("person_id", "clinic_id") = 1 AND ("person_id" IS NOT NULL OR NOT "by_mail")),
  CONSTRAINT "notice_facts_named" CHECK (jsonb_typeof("facts") = 'object'),
  CONSTRAINT "notice_one_end" CHECK ("sent_at" IS NULL OR "dead_at" IS NULL),
  CONSTRAINT "notice_code_forgotten" CHECK ("sealed" IS NULL OR ("sent_at" IS NULL AND "dead_at" IS NULL)),
  CONSTRAINT "notice_problem_is_a_code" CHECK ("last_problem" ~ '^[a-z0-9-]{1,60}$')
);
-- Told once: by text or voice, and once more by e-mail to those who gave an address.
CREATE UNIQUE INDEX "notice_once" ON "notice" ("person_id", "template", "subject", "by_mail");
CREATE UNIQUE INDEX "notice_once_to_clinic" ON "notice" ("clinic_id", "template", "subject") WHERE "clinic_id" IS NOT NULL;
-- What is due: codes before everything else.
CREATE INDEX "notice_due" ON "notice" ("urgent" DESC, "next_at") WHERE "sent_at" IS NULL AND "dead_at" IS NULL;
CREATE INDEX "notice_dead" ON "notice" ("dead_at") WHERE "dead_at" IS NOT NULL;
ALTER TABLE "notice" ADD CONSTRAINT "notice_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "notice" ADD CONSTRAINT "notice_clinic_id_fkey"
  FOREIGN KEY ("clinic_id") REFERENCES "clinic" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One row: whether anything is sent at all, and how fast.
CREATE TABLE "notice_switch" (
  "id" BOOLEAN NOT NULL DEFAULT true,
  "stopped_at" TIMESTAMPTZ(3),
  "stopped_by" UUID,
  "reason" TEXT,
  "rate" DOUBLE PRECISION NOT NULL DEFAULT 50,
  "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "notice_switch_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notice_switch_one_row" CHECK ("id"),
  CONSTRAINT "notice_switch_rate" CHECK ("rate" > 0 AND "rate" <= 1000),
  CONSTRAINT "notice_switch_reason" CHECK (("stopped_at" IS NULL) = ("reason" IS NULL))
);
INSERT INTO "notice_switch" DEFAULT VALUES;

CREATE TABLE "contact" (
  "person_id" UUID NOT NULL,
  "voice" BOOLEAN NOT NULL DEFAULT false,
  "email" BYTEA,
  "locale" TEXT NOT NULL DEFAULT 'ko',
  "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "contact_pkey" PRIMARY KEY ("person_id"),
  CONSTRAINT "contact_locale" CHECK ("locale" IN ('ko', 'en'))
);
ALTER TABLE "contact" ADD CONSTRAINT "contact_person_id_fkey"
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
