import type { ReadyMade } from './people';

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const style = `
:root { color-scheme: light dark; --text: #1e2124; --subtle: #464c53; --ground: #fff; --surface: #f4f5f6; --line: #58616a; --link: #0b50d0; --warn: #fff3db; --danger: #bd2c0f }
@media (prefers-color-scheme: dark) { :root { --text: #fff; --subtle: #cdd1d5; --ground: #1e2124; --surface: #33363d; --line: #8a949e; --link: #96baff; --warn: #4a3a12; --danger: #f48771 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--text); font: 17px/1.6 system-ui, 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif; word-break: keep-all; overflow-wrap: anywhere }
main { max-width: 560px; margin: 0 auto; padding: 24px 16px 48px }
h1 { font-size: 24px; line-height: 1.4; margin: 16px 0 8px } h2 { font-size: 19px; margin: 32px 0 8px }
p { margin: 8px 0 } small, .en { color: var(--subtle); font-size: 15px }
.made-up { background: var(--warn); border-radius: 8px; padding: 12px 16px; font-weight: 700 }
button, input { font: inherit; color: inherit; min-height: 48px; width: 100%; border: 1px solid var(--line); border-radius: 8px; padding: 10px 16px; background: var(--ground) }
button { display: block; margin: 8px 0; text-align: left; cursor: pointer } button:hover { background: var(--surface) }
button.go { text-align: center; font-weight: 700; background: #0b50d0; border-color: #0b50d0; color: #fff }
button.quiet { text-align: center; border: 0; text-decoration: underline }
button span { display: block } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.error { color: var(--danger); font-weight: 700 } a { color: var(--link) }`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,"><style>${style}</style></head><body><main>${body}</main></body></html>`;

const madeUp = `<p class="made-up">연습용 간편인증: 실제 사람이 아닙니다<br><span lang="en" class="en">Practice sign-in: nobody here is real</span></p>`;

const choice = ({ index, name, birthDate, note_ko, note_en }: ReadyMade): string => `
<button name="citizen" value="${index}"><strong>${escaped(name)}</strong> <small>${birthDate}</small>
<span>${escaped(note_ko)}</span><span lang="en" class="en">${escaped(note_en)}</span></button>`;

interface Choices {
  people: ReadyMade[];
  /** How many numbers there are, from 0. */
  citizens: number;
  /** The number sent was none of them. */
  mistaken: boolean;
}

export function choicePage({ people, citizens, mistaken }: Choices): string {
  const last = citizens - 1;
  const ready = people.length === 0 ? '' : `<form method="post">${people.map(choice).join('')}</form>`;
  return page(
    '간편인증 (연습용)',
    `${madeUp}
<h1>누구로 로그인할까요?</h1>
<p>비밀번호는 없습니다. 한 사람을 고르세요. <span lang="en" class="en">No password: choose a person.</span></p>
${ready}
<h2>번호로 고르기</h2>
<form method="post">
<label for="citizen">시민 번호 0–${last} <span lang="en" class="en">(citizen number)</span></label>
${mistaken ? `<p class="error" id="mistake">0부터 ${last}까지의 숫자를 써 주세요. <span lang="en">Use a number from 0 to ${last}.</span></p>` : ''}
<input id="citizen" name="citizen" inputmode="numeric" pattern="[0-9]{1,5}" maxlength="5" required autocomplete="off"${mistaken ? ' aria-invalid="true" aria-describedby="mistake"' : ''}>
<button class="go">이 사람으로 계속 <span lang="en">Continue</span></button>
</form>
<form method="post"><button class="quiet" name="cancel" value="1">그만두기 · <bdi lang="en">Cancel</bdi></button></form>`,
  );
}

export function problemPage(home: string, error: string): string {
  return page(
    '간편인증 (연습용)',
    `${madeUp}
<h1>여기서 계속할 수 없습니다</h1>
<p>시간이 지났거나 주소가 바르지 않습니다. 처음부터 다시 로그인해 주세요.</p>
<p lang="en" class="en">The time is over or the address is wrong. Please sign in again. (${escaped(error)})</p>
<p><a href="${escaped(home)}/sign-in">다시 로그인하기 · <span lang="en">Sign in again</span></a></p>`,
  );
}
