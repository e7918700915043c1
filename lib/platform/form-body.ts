/** Bytes. No form of ours comes near it; a search repeats the answer that stands on the page, which is the longest. */
export const longestBody = 100_000;

/** In what a script calls an action with, strings that begin with a dollar sign refer to something; ours refer to a form. */
const reference = /^\$(?!\$|K\d+$|undefined$|D\d)/;

function areArguments(text: FormDataEntryValue | null): boolean {
  if (typeof text !== 'string') return false;
  let foreign = false;
  try {
    const values: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'string' && reference.test(value)) foreign = true;
      return value;
    });
    return Array.isArray(values) && /^\$K\d+$/.test(String(values.at(-1))) && !foreign;
  } catch (fault) {
    if (fault instanceof SyntaxError) return false;
    throw fault;
  }
}

/**
 * The status of a body that no page of ours can have sent, or null. The framework answers some of these with a bare 500
 * and a stack in the log. `called`: by a script, as an action.
 */
export async function bodyProblem(body: ArrayBuffer, type: string, called: boolean): Promise<400 | 413 | null> {
  if (body.byteLength > longestBody) return 413;
  const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(type);
  if (!isForm) return called ? 400 : null;
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData();
    return called && !areArguments(form.get('0')) ? 400 : null;
  } catch (fault) {
    if (fault instanceof TypeError) return 400;
    throw fault;
  }
}
