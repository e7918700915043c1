-- CreateEnum
CREATE TYPE "line_order" AS ENUM ('drawn', 'arrival');

-- CreateEnum
CREATE TYPE "draw_record_kind" AS ENUM ('commit', 'reveal');

-- CreateEnum
CREATE TYPE "front_line" AS ENUM ('drawn', 'late');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('clinic', 'agent', 'operator');

-- CreateEnum
CREATE TYPE "booking_status" AS ENUM ('held', 'confirmed', 'cancelled', 'expired');

-- CreateTable
CREATE TABLE "region" (
    "code" TEXT NOT NULL,
    "parent_code" TEXT,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "population" INTEGER NOT NULL,

    CONSTRAINT "region_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "clinic" (
    "id" TEXT NOT NULL,
    "region_code" TEXT NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "address_ko" TEXT NOT NULL,
    "address_en" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "phone" TEXT NOT NULL,
    "hours" JSONB NOT NULL,
    "vaccines" TEXT[],

    CONSTRAINT "clinic_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slot" (
    "id" SERIAL NOT NULL,
    "clinic_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "capacity" SMALLINT NOT NULL,
    "taken" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "slot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "holiday" (
    "day" DATE NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,

    CONSTRAINT "holiday_pkey" PRIMARY KEY ("day")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" TEXT NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "products" TEXT[],
    "phone" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "round" (
    "id" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "name_ko" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "cohort" JSONB NOT NULL,
    "cohort_size" INTEGER NOT NULL,
    "cohort_size_assumed" BOOLEAN NOT NULL DEFAULT false,
    "line_order" "line_order" NOT NULL DEFAULT 'drawn',
    "helpers_allowed" BOOLEAN NOT NULL DEFAULT false,
    "draw_at" TIMESTAMPTZ(3) NOT NULL,
    "opens_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3) NOT NULL,
    "min_sweep" INTEGER NOT NULL DEFAULT 1800,
    "call_hold" INTEGER NOT NULL DEFAULT 600,
    "pass_length" INTEGER NOT NULL DEFAULT 600,
    "hold_length" INTEGER NOT NULL DEFAULT 300,
    "max_extensions" INTEGER NOT NULL DEFAULT 10,
    "late_share" DOUBLE PRECISION NOT NULL DEFAULT 0.7,
    "seat_count" INTEGER NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "last_paused_at" TIMESTAMPTZ(3),
    "last_resumed_at" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "round_secret" (
    "round_id" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "ticket_key" BYTEA NOT NULL,

    CONSTRAINT "round_secret_pkey" PRIMARY KEY ("round_id")
);

-- CreateTable
CREATE TABLE "draw_record" (
    "round_id" TEXT NOT NULL,
    "kind" "draw_record_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "body" JSONB NOT NULL,

    CONSTRAINT "draw_record_pkey" PRIMARY KEY ("round_id","kind")
);

-- CreateTable
CREATE TABLE "front_segment" (
    "round_id" TEXT NOT NULL,
    "line" "front_line" NOT NULL,
    "sequence" INTEGER NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "from_position" DOUBLE PRECISION NOT NULL,
    "to_position" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "front_segment_pkey" PRIMARY KEY ("round_id","line","sequence")
);

-- CreateTable
CREATE TABLE "ticket" (
    "round_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "late_position" DOUBLE PRECISION,
    "entered_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("round_id","person_id")
);

-- CreateTable
CREATE TABLE "seat" (
    "round_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "person_id" UUID,
    "session_id" TEXT,
    "pass_id" UUID,
    "via" "front_line",
    "granted_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone,
    "seen_at" TIMESTAMPTZ(3),
    "extensions" SMALLINT NOT NULL DEFAULT 0,
    "takeovers" SMALLINT NOT NULL DEFAULT 0,
    "wanted_by" TEXT,

    CONSTRAINT "seat_pkey" PRIMARY KEY ("round_id","number")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "ci_hash" BYTEA,
    "match_hash" BYTEA NOT NULL,
    "birth_date" DATE NOT NULL,
    "name" BYTEA NOT NULL,
    "phone" BYTEA NOT NULL,
    "region_code" TEXT,
    "on_roll" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_role" (
    "id" SERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "clinic_id" TEXT,

    CONSTRAINT "staff_role_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consent" (
    "id" UUID NOT NULL,
    "beneficiary_id" UUID NOT NULL,
    "helper_id" UUID NOT NULL,
    "relation" TEXT NOT NULL,
    "lead" BOOLEAN NOT NULL DEFAULT false,
    "text_version" TEXT NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "consent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking" (
    "id" UUID NOT NULL,
    "number" TEXT,
    "campaign_id" TEXT NOT NULL,
    "round_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "actor_id" UUID NOT NULL,
    "dose" SMALLINT NOT NULL DEFAULT 1,
    "product" TEXT NOT NULL,
    "clinic_id" TEXT NOT NULL,
    "slot_id" INTEGER NOT NULL,
    "status" "booking_status" NOT NULL,
    "pass_id" UUID NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "held_until" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "booking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking_event" (
    "id" SERIAL NOT NULL,
    "booking_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "booking_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "region_parent_code_idx" ON "region"("parent_code");

-- CreateIndex
CREATE INDEX "clinic_region_code_idx" ON "clinic"("region_code");

-- CreateIndex
CREATE UNIQUE INDEX "slot_clinic_id_starts_at_key" ON "slot"("clinic_id", "starts_at");

-- CreateIndex
CREATE INDEX "round_opens_at_idx" ON "round"("opens_at");

-- CreateIndex
CREATE UNIQUE INDEX "round_campaign_id_sequence_key" ON "round"("campaign_id", "sequence");

-- CreateIndex
CREATE INDEX "front_segment_round_id_line_starts_at_idx" ON "front_segment"("round_id", "line", "starts_at");

-- CreateIndex
CREATE INDEX "ticket_round_id_late_position_idx" ON "ticket"("round_id", "late_position");

-- CreateIndex
CREATE INDEX "ticket_person_id_idx" ON "ticket"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "seat_pass_id_key" ON "seat"("pass_id");

-- CreateIndex
CREATE INDEX "seat_round_id_expires_at_idx" ON "seat"("round_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "seat_round_id_person_id_key" ON "seat"("round_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_ci_hash_key" ON "person"("ci_hash");

-- CreateIndex
CREATE INDEX "person_match_hash_idx" ON "person"("match_hash");

-- CreateIndex
CREATE UNIQUE INDEX "staff_role_person_id_role_clinic_id_key" ON "staff_role"("person_id", "role", "clinic_id");

-- CreateIndex
CREATE INDEX "consent_helper_id_idx" ON "consent"("helper_id");

-- CreateIndex
CREATE INDEX "consent_beneficiary_id_idx" ON "consent"("beneficiary_id");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "booking_number_key" ON "booking"("number");

-- CreateIndex
CREATE INDEX "booking_person_id_idx" ON "booking"("person_id");

-- CreateIndex
CREATE INDEX "booking_slot_id_idx" ON "booking"("slot_id");

-- CreateIndex
CREATE INDEX "booking_clinic_id_idx" ON "booking"("clinic_id");

-- CreateIndex
CREATE INDEX "booking_event_booking_id_idx" ON "booking_event"("booking_id");

-- AddForeignKey
ALTER TABLE "region" ADD CONSTRAINT "region_parent_code_fkey" FOREIGN KEY ("parent_code") REFERENCES "region"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clinic" ADD CONSTRAINT "clinic_region_code_fkey" FOREIGN KEY ("region_code") REFERENCES "region"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slot" ADD CONSTRAINT "slot_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "round" ADD CONSTRAINT "round_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "round_secret" ADD CONSTRAINT "round_secret_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "draw_record" ADD CONSTRAINT "draw_record_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "front_segment" ADD CONSTRAINT "front_segment_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_region_code_fkey" FOREIGN KEY ("region_code") REFERENCES "region"("code") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_role" ADD CONSTRAINT "staff_role_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_role" ADD CONSTRAINT "staff_role_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_beneficiary_id_fkey" FOREIGN KEY ("beneficiary_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_helper_id_fkey" FOREIGN KEY ("helper_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_slot_id_fkey" FOREIGN KEY ("slot_id") REFERENCES "slot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_event" ADD CONSTRAINT "booking_event_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema can't say.

ALTER TABLE "slot" ADD CONSTRAINT "slot_never_oversold" CHECK ("taken" >= 0 AND "taken" <= "capacity");

ALTER TABLE "round" ADD CONSTRAINT "round_window" CHECK ("draw_at" <= "opens_at" AND "opens_at" < "closes_at");
ALTER TABLE "round" ADD CONSTRAINT "round_settings" CHECK (
  "min_sweep" > 0 AND "call_hold" >= 0 AND "pass_length" > 0 AND "hold_length" > 0
  AND "max_extensions" >= 0 AND "late_share" BETWEEN 0 AND 1 AND "seat_count" > 0 AND "cohort_size" >= 0
);

ALTER TABLE "front_segment" ADD CONSTRAINT "front_never_goes_back" CHECK (
  "to_position" >= "from_position" AND "from_position" >= 0 AND "ends_at" > "starts_at"
);

ALTER TABLE "seat" ADD CONSTRAINT "seat_whole" CHECK (
  ("person_id" IS NULL) = ("pass_id" IS NULL) AND ("person_id" IS NULL) = ("session_id" IS NULL)
  AND ("person_id" IS NOT NULL OR "expires_at" <= "granted_at" OR "granted_at" IS NULL)
);

-- One active booking per person, campaign and dose, over all channels.
CREATE UNIQUE INDEX "booking_one_active" ON "booking" ("campaign_id", "person_id", "dose")
  WHERE "status" IN ('held', 'confirmed');
-- What the reaper looks for.
CREATE INDEX "booking_holds" ON "booking" ("held_until") WHERE "status" = 'held';
ALTER TABLE "booking" ADD CONSTRAINT "booking_number_with_confirmation" CHECK (
  ("confirmed_at" IS NULL) = ("number" IS NULL)
);

CREATE UNIQUE INDEX "consent_one_standing" ON "consent" ("beneficiary_id", "helper_id") WHERE "ended_at" IS NULL;
CREATE UNIQUE INDEX "consent_one_lead" ON "consent" ("beneficiary_id") WHERE "lead" AND "ended_at" IS NULL;
ALTER TABLE "consent" ADD CONSTRAINT "consent_other_person" CHECK ("beneficiary_id" <> "helper_id");

ALTER TABLE "staff_role" ADD CONSTRAINT "staff_clinic_named" CHECK (("role" = 'clinic') = ("clinic_id" IS NOT NULL));

-- The public record can be added to and never changed.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "draw_record_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "draw_record"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "booking_event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "booking_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
