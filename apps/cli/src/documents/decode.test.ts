import { expect, test } from 'vitest';
import { decodeText } from './decode.ts';

test('UTF-8 is read as it is, without its byte order mark', () => {
  expect(decodeText(Buffer.from('åäö 中文 🙂\r\n'))).toEqual({ text: 'åäö 中文 🙂\r\n' });
  expect(decodeText(Buffer.from('\ufeffmarked'))).toEqual({ text: 'marked' });
});

test('UTF-16 is read where a byte order mark says so', () => {
  const little = Buffer.from('\ufeffgrüß dich', 'utf16le');
  expect(decodeText(little)).toEqual({ text: 'grüß dich' });
  expect(decodeText(Buffer.from(little).swap16())).toEqual({ text: 'grüß dich' });
});

test('bytes that are no text say why', () => {
  expect(decodeText(Buffer.from('PNG\0\0'))).toMatchObject({ code: 'BINARY' });
  expect(decodeText(Buffer.from([0x66, 0xfc, 0x72]))).toMatchObject({ code: 'NOT_TEXT' });
  // A surrogate in UTF-8 would reach the gateway as a lone one.
  expect(decodeText(Buffer.from([0xed, 0xa0, 0x80]))).toMatchObject({ code: 'NOT_TEXT' });
  expect(decodeText(Buffer.from([0xff, 0xfe, 0x00, 0xd8]))).toMatchObject({ code: 'NOT_TEXT' });
});
