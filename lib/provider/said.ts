import { z } from 'zod';
import type { Provider } from './catalog';

const kakao = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  kakao_account: z.object({
    name: z.string().optional(),
    /** `1958` */
    birthyear: z.string().optional(),
    /** `0817`, by the calendar that `birthday_type` names. */
    birthday: z.string().optional(),
    birthday_type: z.string().optional(),
    phone_number: z.string().optional(),
  }),
});

const naver = z.object({
  response: z.object({
    id: z.string(),
    name: z.string().optional(),
    birthyear: z.string().optional(),
    /** `08-17` */
    birthday: z.string().optional(),
    mobile: z.string().optional(),
  }),
});

/** Who it is, however little is said of them; without that an answer is none. */
const answers = { kakao: kakao.pick({ id: true }), naver: z.object({ response: naver.shape.response.pick({ id: true }) }) };
export const isAnswerOf = (kind: keyof typeof answers, profile: unknown): boolean => answers[kind].safeParse(profile).success;

/**
 * What a provider says of a person, in the words of OpenID: `claims` and `accountClaims` of lib/identity/schema.ts read it, and
 * find what is missing. Null for an answer of another shape.
 */
export function saidBy(kind: Provider['kind'], profile: unknown): unknown {
  if (kind === 'kakao') {
    const answer = kakao.safeParse(profile).data;
    if (!answer) return null;
    const { name, birthyear, birthday, birthday_type: calendar, phone_number } = answer.kakao_account;
    // A birthday by the moon is not the one of the register.
    const solar = birthyear && birthday && calendar !== 'LUNAR';
    const birthdate = solar ? `${birthyear}-${birthday.slice(0, 2)}-${birthday.slice(2)}` : undefined;
    return { sub: answer.id, name, birthdate, phone_number };
  }
  if (kind === 'naver') {
    const answer = naver.safeParse(profile).data;
    if (!answer) return null;
    const { id, name, birthyear, birthday, mobile } = answer.response;
    return { sub: id, name, birthdate: birthyear && birthday ? `${birthyear}-${birthday}` : undefined, phone_number: mobile };
  }
  return profile;
}
