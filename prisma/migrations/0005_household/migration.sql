-- People who draw once and book together. Whoever has a row in "household_member" has agreed; the head is a member, too.
CREATE TABLE "household" (
  "id" UUID NOT NULL,
  "round_id" TEXT NOT NULL,
  "head_id" UUID NOT NULL,
  "declared_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "household_round_id_head_id_key" ON "household" ("round_id", "head_id");
-- What the rows of members refer to: a household has members in its own round alone.
CREATE UNIQUE INDEX "household_id_round_id_key" ON "household" ("id", "round_id");
ALTER TABLE "household"
  ADD CONSTRAINT "household_round_id_fkey" FOREIGN KEY ("round_id") REFERENCES "round" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "household_head_id_fkey" FOREIGN KEY ("head_id") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One household per person and round, and six people in it at most.
CREATE TABLE "household_member" (
  "round_id" TEXT NOT NULL,
  "person_id" UUID NOT NULL,
  "household_id" UUID NOT NULL,
  "number" SMALLINT NOT NULL CONSTRAINT "household_member_number" CHECK ("number" BETWEEN 1 AND 6),
  "agreed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "agreed_by" UUID NOT NULL,
  CONSTRAINT "household_member_pkey" PRIMARY KEY ("round_id", "person_id")
);
CREATE UNIQUE INDEX "household_member_household_id_number_key" ON "household_member" ("household_id", "number");
ALTER TABLE "household_member"
  ADD CONSTRAINT "household_member_household_id_round_id_fkey" FOREIGN KEY ("household_id", "round_id")
    REFERENCES "household" ("id", "round_id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CONSTRAINT "household_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the head reads out: one at a time, good for one person.
CREATE TABLE "household_code" (
  "household_id" UUID NOT NULL,
  "hash" BYTEA NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "household_code_pkey" PRIMARY KEY ("household_id")
);
CREATE UNIQUE INDEX "household_code_hash_key" ON "household_code" ("hash");
ALTER TABLE "household_code" ADD CONSTRAINT "household_code_household_id_fkey"
  FOREIGN KEY ("household_id") REFERENCES "household" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A member's ticket is the head's. The statement that makes a ticket may have begun before the person agreed: this looks at
-- what is true when its row is there and the person's row is locked by it (the trigger of the foreign key goes first, by name).
CREATE FUNCTION "refuse_second_ticket"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM "household_member" m JOIN "household" h ON h."id" = m."household_id"
    WHERE m."round_id" = NEW."round_id" AND m."person_id" = NEW."person_id" AND h."head_id" <> NEW."person_id"
  ) THEN
    RAISE EXCEPTION 'a household has one ticket' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ticket_of_household" AFTER INSERT ON "ticket" FOR EACH ROW EXECUTE FUNCTION "refuse_second_ticket"();
