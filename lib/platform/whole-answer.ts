/** An answer as it goes over a connection that stays open. Headers are names and values in turn, the body has a character a byte. */
export function wholeAnswer(status: string, headers: string[], body: string): Buffer {
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1]}`] : []));
  return Buffer.from([`HTTP/1.1 ${status}`, ...lines, '', body].join('\r\n'), 'latin1');
}
