/** The time of a document to the second. By 24 hours: runtimes differ in whether Korean afternoons are “오후” or “PM”. */
export const clockFace = { timeZone: 'Asia/Seoul', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
