-- How many of a share its round may have taken once so many thousandths are released. Most shares of a dozen rounds are one or two
-- places: rounded up each by itself, "60 %" would release nearly all of them. What a share is rounded by goes round with its id, by the
-- golden ratio, which spreads any run of ids evenly: together they release what was announced, to about a place.
CREATE FUNCTION "released_places"(quota integer, share integer, permille integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
  SELECT (quota * permille + (share::bigint * 618034 % 1000000)::integer / 1000) / 1000
$$;

-- As in 0022, with that.
CREATE OR REPLACE FUNCTION "take_first_place"(
  of_share integer, permille integer, at_slot integer, at_clinic text, of_product text, of_campaign text, in_round text,
  for_person uuid, by_actor uuid, by_session text, on_pass uuid, until timestamptz
) RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
  made uuid := gen_random_uuid();
BEGIN
  UPDATE share SET taken = taken + 1 WHERE id = of_share AND taken < released_places(quota, id, permille);
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
