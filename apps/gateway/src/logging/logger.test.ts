import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(createLogger('info', { write: (line) => lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? '');
}

describe('a line of the log', () => {
  it('holds its fields, the level by name and the time in UTC', () => {
    const line = logged((log) =>
      log.child({ correlationId: 'c1' }).warn({ status: 200, ms: 1.5 }, 'request'),
    );
    expect(line).toMatchObject({ level: 'warn', correlationId: 'c1', status: 200, ms: 1.5, msg: 'request' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('hides what stands under the name of a secret, itself or in an object', () => {
    const given = {
      apiKey: 'sk-1',
      headers: { authorization: 'Bearer x' },
      asked: { key: 'wb_1', model: 'm', body: ['text'] },
      key: 0,
      caller: 'key_1',
    };
    const { apiKey, headers, asked, key, caller } = logged((log) => log.info(given, 'x'));
    expect({ apiKey, headers, asked, key, caller }).toEqual({
      apiKey: '[redacted]',
      headers: '[redacted]',
      asked: { key: '[redacted]', model: 'm', body: '[redacted]' },
      key: '[redacted]',
      caller: 'key_1',
    });
    expect(given.asked.key).toBe('wb_1');
  });

  it('says of an error its name, code, stack and cause, and nothing that was hung on it', () => {
    const error = Object.assign(new TypeError('went wrong', { cause: new Error('below') }), {
      code: 'E_X',
      request: { headers: { authorization: 'Bearer x' } },
    });
    const { err } = logged((log) => log.error({ err: error }, 'x')) as { err: Record<string, unknown> };
    expect(Object.keys(err).sort()).toEqual(['cause', 'code', 'name', 'stack']);
    expect(err).toMatchObject({ name: 'TypeError', code: 'E_X', cause: { name: 'Error' } });
  });
});
