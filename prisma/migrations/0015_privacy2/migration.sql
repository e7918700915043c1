-- By which way somebody agreed or refused, and who entered it: themself, whoever acts for them, an agent who had told them.

ALTER TABLE "privacy_consent"
  ADD COLUMN "channel" TEXT NOT NULL DEFAULT 'web',
  ADD COLUMN "actor_id" UUID,
  ADD CONSTRAINT "privacy_consent_channel" CHECK ("channel" IN ('web', 'helper', 'phone', 'counter'));
ALTER TABLE "privacy_consent" ALTER COLUMN "channel" DROP DEFAULT;
