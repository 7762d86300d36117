import type { WebhookDelivery } from '@weighbridge/db';

/** What verbs need of the part that sends webhooks. The gateway implements it over its vault and HTTP. */
export interface WebhookDesk {
  /** @throws InputError INVALID_REQUEST; WeighbridgeError SELF_REFERENCE when the address is this gateway */
  assertUrl(url: string): void;
  /** Encrypts an address or a secret for storage. */
  seal(text: string): string;
  /** Sends a test message, tried once, and answers how that went. @throws NotFoundError */
  test(webhookId: string): Promise<WebhookDelivery>;
  /** Something may be due. */
  wake(): void;
}
