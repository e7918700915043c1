/** The line page's whole style, in the KRDS tokens of app/globals.css: the page and its script stay within one flight. */
export const style = `
:root{color-scheme:light dark;--text:#1e2124;--subtle:#464c53;--back:#fff;--surface:#f4f5f6;--line:#b1b8be;--primary:#256ef4;--on-primary:#fff;--link:#0b50d0;--good:#267337;--warn:#8a5c00}
@media(prefers-color-scheme:dark){:root{--text:#f4f5f6;--subtle:#cdd1d5;--back:#131416;--surface:#1e2124;--line:#6d7882;--primary:#256ef4;--link:#86aff9;--good:#7bc48b;--warn:#ffc65c}}
@media(prefers-contrast:more){:root{--subtle:var(--text);--line:var(--text)}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:1.0625rem/1.6 'Pretendard GOV',Pretendard,'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif;word-break:keep-all;overflow-wrap:anywhere}
header,main,footer{max-width:44rem;margin:0 auto;padding:1rem min(1.25rem,5vw)}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;flex-wrap:wrap;border-bottom:1px solid var(--line)}
header a{display:inline-flex;align-items:center;min-height:3rem;font-weight:700;text-decoration:none}
footer{border-top:1px solid var(--line);color:var(--subtle)}
a{color:var(--link)}
h1{font-size:1.75rem;line-height:1.35;margin:1rem 0 .25rem}
h2{font-size:1.1875rem;margin:0 0 .5rem}
p{margin:.25rem 0}
section{background:var(--surface);border-radius:.75rem;padding:min(1.25rem,5vw);margin:1.25rem 0}
.big{font-size:2.25rem;line-height:1.25;font-weight:700;font-variant-numeric:tabular-nums}
.subtle{color:var(--subtle)}.small{font-size:.9375rem}
.good{color:var(--good);font-weight:700}.warn{color:var(--warn);font-weight:700}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:3.5rem;max-width:100%;padding:.5rem min(1.5rem,4vw);border:1px solid var(--primary);border-radius:.5rem;background:var(--primary);color:var(--on-primary);font:inherit;font-weight:700;font-size:1.1875rem;text-decoration:none;cursor:pointer}
button.second{background:var(--back);color:var(--link);border-color:var(--link);font-size:1.0625rem;min-height:3rem}
button[disabled]{opacity:.6}
#get .button{display:flex;width:fit-content;margin-top:.75rem}
form{margin:.75rem 0 0}
:focus-visible{outline:3px solid var(--link);outline-offset:3px}
progress{width:100%;height:.75rem;accent-color:var(--primary)}
summary{min-height:3rem;padding:.625rem 0;cursor:pointer;font-weight:700}
p>a:not(.button){padding-block:.625rem}
code{font-size:.8125rem;word-break:break-all}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--back);padding:.75rem}
[hidden]{display:none}
@media(min-width:48rem){h1{font-size:2rem}}
@media print{button,header a+a{display:none}}
`
  .replaceAll('\n', '')
  .trim();
