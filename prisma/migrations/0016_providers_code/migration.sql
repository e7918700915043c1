-- Somebody asks to sign in with a code. There is a row whether anybody answers to what was typed or not.
CREATE TABLE "sign_in_code" (
  "id" UUID NOT NULL,
  "target" BYTEA NOT NULL,
  "person_id" UUID,
  "way" TEXT NOT NULL,
  "code_hash" BYTEA,
  "tries" SMALLINT NOT NULL DEFAULT 0,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "printed_at" TIMESTAMPTZ(3),
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "sign_in_code_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sign_in_code_way" CHECK ("way" IN ('phone', 'letter')),
  CONSTRAINT "sign_in_code_used_by_somebody" CHECK ("used_at" IS NULL OR ("person_id" IS NOT NULL AND "code_hash" IS NOT NULL))
);
CREATE INDEX "sign_in_code_target_idx" ON "sign_in_code" ("target");
CREATE INDEX "sign_in_code_person_id_idx" ON "sign_in_code" ("person_id");
ALTER TABLE "sign_in_code"
  ADD CONSTRAINT "sign_in_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
