-- Names are encrypted, so an agent's search opens those of one birth date.
CREATE INDEX "person_birth_date_idx" ON "person" ("birth_date");
