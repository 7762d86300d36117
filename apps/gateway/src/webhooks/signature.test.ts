import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from './signature.ts';

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const body = '{"type":"test","title":"späte “Grüße”"}';
const headersOf = (text = body, at = Date.now()) => ({ ...signatureHeaders(secret, 'msg_1', at, text) });

describe('a signature', () => {
  it('is one that the Standard Webhooks library accepts', () => {
    expect(new Webhook(secret).verify(body, headersOf())).toMatchObject({ type: 'test' });
  });

  it('belongs to one body, id, time and secret', () => {
    const receiver = new Webhook(secret);
    expect(() => receiver.verify(`${body} `, headersOf())).toThrow('signature');
    expect(() => receiver.verify(body, { ...headersOf(), 'webhook-id': 'msg_2' })).toThrow('signature');
    const later = String(Number(headersOf()['webhook-timestamp']) + 1);
    expect(() => receiver.verify(body, { ...headersOf(), 'webhook-timestamp': later })).toThrow('signature');
    const other = new Webhook(`whsec_${randomBytes(32).toString('base64')}`);
    expect(() => other.verify(body, headersOf())).toThrow('signature');
    expect(() => receiver.verify(body, headersOf(body, Date.now() - 600_000))).toThrow('too old');
  });

  it('is the one of the specification', () => {
    // The example of https://github.com/standard-webhooks/standard-webhooks, computed by its library's authors.
    const example = signatureHeaders(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330_000,
      '{"test": 2432232314}',
    );
    expect(example['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});
