-- What closed rounds leave goes to the next ones; when clinics are shut.

ALTER TABLE "share" ADD COLUMN     "received" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "share" ADD CONSTRAINT "share_received" CHECK ("received" >= 0);

ALTER TABLE "round" ADD COLUMN     "handed_on_at" TIMESTAMPTZ(3);

CREATE TABLE "freed_share" (
    "share_id" INTEGER NOT NULL,

    CONSTRAINT "freed_share_pkey" PRIMARY KEY ("share_id")
);

CREATE TABLE "closure" (
    "clinic_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(0) NOT NULL,
    "ends_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "closure_pkey" PRIMARY KEY ("clinic_id","starts_at")
);

ALTER TABLE "closure" ADD CONSTRAINT "closure_clinic_id_fkey" FOREIGN KEY ("clinic_id") REFERENCES "clinic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "closure" ADD CONSTRAINT "closure_ahead" CHECK ("starts_at" < "ends_at");

-- What Prisma's schema can't say.

-- A quota that changes takes from the delivery or from another share of it: no dose is lost on the way, none is made up.
-- Claims change `taken` alone and never come here.
CREATE FUNCTION share_quota_accounted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT planned FROM delivery WHERE id = NEW.delivery_id) <> (SELECT sum(quota) FROM share WHERE delivery_id = NEW.delivery_id) THEN
    RAISE EXCEPTION 'delivery % is not planned as its shares say', NEW.delivery_id USING ERRCODE = 'check_violation', CONSTRAINT = 'share_quota_accounted';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "share_quota_accounted" AFTER UPDATE OF "quota" ON "share" DEFERRABLE INITIALLY IMMEDIATE
  FOR EACH ROW WHEN (OLD."quota" <> NEW."quota") EXECUTE FUNCTION share_quota_accounted();

-- Of a share whose round is over something was given back: the next round may have it.
CREATE FUNCTION share_freed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO freed_share (share_id) SELECT NEW.id FROM round WHERE round.id = NEW.round_id AND round.closes_at <= now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER "share_freed" AFTER UPDATE OF "taken" ON "share"
  FOR EACH ROW WHEN (NEW."taken" < OLD."taken") EXECUTE FUNCTION share_freed();
