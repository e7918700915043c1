/**
 * An expected "no": a value, never thrown. The code names the rule; `facts` fill in its sentence
 * (`refusal.<code>` in the messages), and hold nothing that the reader may not know.
 */
export interface Refusal<Code extends string = string> {
  ok: false;
  code: Code;
  facts?: Record<string, string | number>;
}

export const refuse = <Code extends string>(code: Code, facts?: Refusal['facts']): Refusal<Code> =>
  facts ? { ok: false, code, facts } : { ok: false, code };
