import { expect, it } from 'vitest';
import { RecordCounter } from './record-counter.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

it('counts lines of JSON, whatever their quotes', () => {
  const counter = new RecordCounter(false);
  counter.add(bytes('{"a":"x\\""}\n{"b'));
  counter.add(bytes('":1}\n'));
  expect(counter.count).toBe(2);
});

it('counts records of CSV without the header, and no line break within quotes', () => {
  const counter = new RecordCounter(true);
  expect(counter.count).toBe(0);
  counter.add(bytes('a,b\r\n1,"two\r\nli'));
  counter.add(bytes('nes ""quoted"""\r\n3,4\r\n'));
  expect(counter.count).toBe(2);
});
