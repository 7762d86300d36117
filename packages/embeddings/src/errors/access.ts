import { type ErrorFacts, WeighbridgeError } from './base.ts';

export type AccessErrorCode =
  | 'MISSING_KEY'
  | 'INVALID_KEY'
  | 'REVOKED_KEY'
  | 'NOT_SIGNED_IN'
  | 'WRONG_PASSWORD'
  | 'ADMIN_ONLY';

export class AccessError extends WeighbridgeError {
  constructor(code: AccessErrorCode, message: string) {
    super({ code, kind: code === 'ADMIN_ONLY' ? 'forbidden' : 'unauthenticated', message });
  }
}

export class NotFoundError extends WeighbridgeError {
  constructor(what: string, id: string, hint = '') {
    super({
      code: 'NOT_FOUND',
      kind: 'not_found',
      message: `There is no ${what} "${id}".${hint ? ` ${hint}` : ''}`,
      facts: { what, id },
    });
  }
}

export class ConflictError extends WeighbridgeError {
  constructor(code: string, message: string, facts: ErrorFacts = {}) {
    super({ code, kind: 'conflict', message, facts });
  }
}
