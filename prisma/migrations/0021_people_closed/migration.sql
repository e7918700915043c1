-- As before, but for the clock: a case is closed to the millisecond, and now() counts a thousand times finer.
CREATE OR REPLACE FUNCTION "reason_of_case"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  SELECT agent_case.reason INTO said FROM agent_case
  WHERE agent_case.person_id = ANY (NEW.subjects) AND agent_case.agent_id = NEW.actor_id
    AND (NEW.session_id IS NULL OR agent_case.session_id = NEW.session_id)
    -- Closed by this very statement, it is still the reason of the closing.
    AND (agent_case.closed_at IS NULL OR agent_case.closed_at >= now() - interval '1 ms')
    AND agent_case.active_at > now() - interval '30 minutes'
    AND NOT EXISTS (SELECT FROM consent WHERE helper_id = NEW.actor_id AND beneficiary_id = agent_case.person_id AND ended_at IS NULL)
  ORDER BY agent_case.opened_at DESC LIMIT 1;
  IF FOUND THEN
    NEW.role := 'agent';
    NEW.reason := said;
  END IF;
  RETURN NEW;
END $$;
