-- The open feed wants a whole address: a clinic without a postal code is not in it.
ALTER TABLE "clinic" ADD COLUMN     "postal_code" TEXT;
ALTER TABLE "clinic" ADD CONSTRAINT "clinic_postal_code" CHECK ("postal_code" ~ '^[0-9]{5}$');
