-- Most people book for themselves, and then there is nothing to record: that is asked first. An INSERT of no row would still cost
-- its plan and the trigger of its table, at every hold.
CREATE OR REPLACE FUNCTION "record_booking_access"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  beneficiary uuid := (SELECT person_id FROM booking WHERE id = NEW.booking_id);
BEGIN
  IF beneficiary = NEW.actor_id THEN RETURN NULL; END IF;
  INSERT INTO access_record (actor_id, role, session_id, from_hash, network, subjects, action, object_kind, object_id)
  SELECT NEW.actor_id,
    CASE WHEN EXISTS (SELECT FROM consent WHERE helper_id = NEW.actor_id AND beneficiary_id = beneficiary) THEN 'helper'
      ELSE coalesce((SELECT role::text FROM staff_role WHERE person_id = NEW.actor_id ORDER BY id LIMIT 1), 'helper') END,
    NEW.session_id, session.from_hash, session.network, ARRAY[beneficiary],
    'booking.' || replace(NEW.kind, '_', '-'), 'booking', NEW.booking_id::text
  FROM (SELECT 1) AS one LEFT JOIN session ON session.id = NEW.session_id;
  RETURN NULL;
END $$;
