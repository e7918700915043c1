-- What a first hold changes, for the statement that has asked whether it may (firstHoldStatement). As a function, because whoever has
-- waited for the row of a share that many want sets up anew all that its statement consists of, with the row locked: here a line. Each
-- statement in it also sees what is committed by then, so the half hour, which the share's lock guards, is found as it is.
-- Locks as everywhere: the share, then the half hour. Null when either was lost to somebody else.
CREATE FUNCTION "take_first_place"(
  of_share integer, permille integer, at_slot integer, at_clinic text, of_product text, of_campaign text, in_round text,
  for_person uuid, by_actor uuid, by_session text, on_pass uuid, until timestamptz
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  made uuid := gen_random_uuid();
BEGIN
  UPDATE share SET taken = taken + 1 WHERE id = of_share AND taken < (quota * permille + 999) / 1000;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE slot SET taken = taken + 1 WHERE id = at_slot AND taken < capacity AND closed_at IS NULL;
  IF NOT FOUND THEN
    UPDATE share SET taken = taken - 1 WHERE id = of_share;
    RETURN NULL;
  END IF;
  INSERT INTO booking (id, campaign_id, round_id, person_id, actor_id, product, clinic_id, slot_id, share_id, status, pass_id, held_until)
  VALUES (made, of_campaign, in_round, for_person, by_actor, of_product, at_clinic, at_slot, of_share, 'held', on_pass, until);
  INSERT INTO booking_event (booking_id, kind, actor_id, session_id) VALUES (made, 'held', by_actor, by_session);
  RETURN made;
END $$;
