-- Second doses that are still to be booked.

CREATE TABLE "second_dose_due" (
    "booking_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "second_dose_due_pkey" PRIMARY KEY ("booking_id")
);

CREATE INDEX "second_dose_due_next_at_idx" ON "second_dose_due"("next_at");
CREATE INDEX "booking_together_id_idx" ON "booking"("together_id");
CREATE INDEX "booking_decision_id_idx" ON "booking"("decision_id");

ALTER TABLE "second_dose_due" ADD CONSTRAINT "second_dose_due_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE CASCADE ON UPDATE CASCADE;
