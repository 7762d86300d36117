import type { WebhookDesk } from '@weighbridge/api';
import { InputError } from '@weighbridge/embeddings';
import type { SelfReference } from '../providers/self-reference.ts';
import type { Vault } from '../secrets/vault.ts';
import type { Courier } from './courier.ts';

/**
 * Refuses addresses that nothing may be sent to. Only administrators enter them, and receivers on the own network are
 * what webhooks are for, so private addresses are allowed; this gateway itself is not.
 * @throws InputError INVALID_REQUEST; SelfReferenceError
 */
export function assertWebhookUrl(self: SelfReference, text: string): void {
  const problem = urlProblem(text);
  if (problem) {
    throw new InputError('INVALID_REQUEST', `"url" cannot be used: ${problem}.`, { field: 'url' });
  }
  self.assertOther('The address of the webhook', text, 'the program that is to get the alerts');
}

export function createWebhookDesk(deps: {
  vault: Vault;
  self: SelfReference;
  courier: Courier;
}): WebhookDesk {
  const { vault, self, courier } = deps;
  return {
    assertUrl: (url) => assertWebhookUrl(self, url),
    seal: (text) => vault.seal(text),
    test: (webhookId) => courier.test(webhookId),
    wake: () => courier.wake(),
  };
}

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'write a URL such as https://example.com/hooks/weighbridge';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'an address begins with https:// or http://';
  // HTTP clients refuse them anyway; the signature is what a receiver checks.
  if (username !== '' || password !== '') return 'an address holds no user name or password';
  return undefined;
}
