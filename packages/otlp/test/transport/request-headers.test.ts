import { toRequestHeaders } from '../../src/transport/request-headers.js';

const OWN = { 'User-Agent': 'spanbridge', 'Content-Type': 'application/json' };

it('headers of the user are added, and those about the body are not taken', () => {
  const fromUser = { 'X-Key': '1', 'CONTENT-TYPE': 'text/plain', 'Transfer-Encoding': 'chunked', 'user-agent': 'mine' };
  expect(toRequestHeaders(fromUser, OWN)).toEqual({
    'user-agent': 'mine',
    'content-type': 'application/json',
    'x-key': '1',
  });
});

it.each([
  ['bad name', 'x'],
  ['', 'x'],
  ['X-Key', 'a\r\nInjected: 1'],
  ['X-Key', '\u0000'],
])('the header %p with the value %p is refused without quoting the value', (name, value) => {
  expect(() => toRequestHeaders({ [name]: value }, OWN)).toThrow(
    expect.objectContaining({
      code: 'OTLP_HEADER_INVALID',
      message: expect.not.stringContaining('Injected') as string,
    }) as Error,
  );
});
