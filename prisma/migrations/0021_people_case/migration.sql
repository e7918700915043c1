-- Whatever an agent does for the person of an open case stands in the record with the case's reason, by whichever statement it is done.
CREATE FUNCTION "reason_of_case"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said text;
BEGIN
  SELECT agent_case.reason INTO said FROM agent_case
  WHERE agent_case.person_id = ANY (NEW.subjects) AND agent_case.agent_id = NEW.actor_id
    AND (NEW.session_id IS NULL OR agent_case.session_id = NEW.session_id)
    -- Closed by this very statement, it is still the reason of the closing.
    AND coalesce(agent_case.closed_at, now()) >= now() AND agent_case.active_at > now() - interval '30 minutes'
    AND NOT EXISTS (SELECT FROM consent WHERE helper_id = NEW.actor_id AND beneficiary_id = agent_case.person_id AND ended_at IS NULL)
  ORDER BY agent_case.opened_at DESC LIMIT 1;
  IF FOUND THEN
    NEW.role := 'agent';
    NEW.reason := said;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "access_record_reason" BEFORE INSERT ON "access_record"
  FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL AND NEW.reason IS NULL AND NEW.role IN ('helper', 'agent'))
  EXECUTE FUNCTION "reason_of_case"();
