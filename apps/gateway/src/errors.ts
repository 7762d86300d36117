import { type ErrorFacts, WeighbridgeError } from '@weighbridge/embeddings';

/** A variable of the environment that cannot be used. Values of secrets are left out. */
export interface ConfigProblem {
  variable: string;
  value: string | null;
  allowed: string;
}

/** The environment cannot be used; nothing was opened. */
export class ConfigError extends WeighbridgeError {
  constructor(problems: readonly ConfigProblem[]) {
    super({
      code: 'CONFIG_INVALID',
      kind: 'bad_request',
      message: problems
        .map(({ variable, value, allowed }) =>
          value === null
            ? `${variable} cannot be used: ${allowed}.`
            : `${variable} is "${value}", which cannot be used: ${allowed}.`,
        )
        .join('\n'),
      facts: { problems },
    });
  }
}

/** The address to listen on cannot be had; everything that was opened is closed again. */
export class ListenError extends WeighbridgeError {
  constructor(code: 'PORT_IN_USE' | 'CANNOT_LISTEN', message: string, facts: ErrorFacts, cause: unknown) {
    super({ code, kind: 'conflict', message, facts, cause });
  }
}

/** The address that something is to be sent to is this gateway: a request would chase its own tail. */
export class SelfReferenceError extends WeighbridgeError {
  constructor(what: string, baseUrl: string, instead: string) {
    super({
      code: 'SELF_REFERENCE',
      kind: 'bad_request',
      message: `${what} is ${baseUrl}, which is this gateway itself. Point it at ${instead}.`,
      facts: { baseUrl },
    });
  }
}

/** A stored secret was encrypted under another WEIGHBRIDGE_SECRET (or key file) than the one in force. */
export class SecretUnreadableError extends WeighbridgeError {
  constructor(what: string) {
    super({
      code: 'SECRET_UNREADABLE',
      kind: 'unavailable',
      message:
        `${what} cannot be decrypted with the secret in force. Start with the WEIGHBRIDGE_SECRET (or secret.key file) ` +
        'it was stored under, or enter it again.',
      facts: { what },
    });
  }
}
