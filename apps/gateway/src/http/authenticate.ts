import type { Caller } from '@weighbridge/api';
import { digest } from '@weighbridge/api';
import type { Stores } from '@weighbridge/db';
import { AccessError, type Clock } from '@weighbridge/embeddings';
import { CLI_TOKEN_PREFIX, type CliToken } from '../secrets/cli-token.ts';

export interface AuthenticateDeps {
  stores: Pick<Stores, 'keys' | 'projects' | 'sessions'>;
  cliToken: CliToken;
  clock: Clock;
}

/** What a request brings along. */
export interface Credentials {
  authorization: string | undefined;
  /** Undefined where a session is not accepted. */
  sessionToken: string | undefined;
}

/** Decides who is calling. An Authorization header wins over a session; whoever cannot be told is `nobody`. */
export async function authenticate(deps: AuthenticateDeps, credentials: Credentials): Promise<Caller> {
  const { authorization, sessionToken } = credentials;
  if (authorization !== undefined) {
    const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (token === undefined) {
      return nobody(
        'INVALID_KEY',
        'The Authorization header holds no access key. Send "Authorization: Bearer wb_…".',
      );
    }
    return token.startsWith(CLI_TOKEN_PREFIX) ? fromCliToken(deps, token) : fromAccessKey(deps, token);
  }
  if (sessionToken !== undefined) return fromSession(deps, sessionToken);
  return nobody(
    'MISSING_KEY',
    'An access key is needed: send "Authorization: Bearer wb_…". Make one in the dashboard, or with `weighbridge keys create <name>`.',
  );
}

function fromCliToken({ cliToken }: AuthenticateDeps, token: string): Caller {
  if (cliToken.matches(token)) return { kind: 'admin', actor: 'cli' };
  return nobody(
    'INVALID_KEY',
    'The command’s token is not the one of this start. Read cli.token in the data directory of the running gateway again.',
  );
}

async function fromAccessKey({ stores, clock }: AuthenticateDeps, token: string): Promise<Caller> {
  const key = await stores.keys.findByHash(digest(token));
  const project = key && (await stores.projects.find(key.projectId));
  if (!key || !project) {
    const hint = token.startsWith('sk-')
      ? 'It looks like a key of OpenAI; the gateway holds that one itself. '
      : '';
    return nobody(
      'INVALID_KEY',
      `The access key is not known here. ${hint}Make one in the dashboard, or with \`weighbridge keys create <name>\`.`,
    );
  }
  if (key.revokedAt !== null) {
    return nobody(
      'REVOKED_KEY',
      `The access key "${key.name}" was revoked. Ask an administrator for another one.`,
    );
  }
  // Trailing, and of no consequence when it fails.
  stores.keys.touch(key.id, clock.now()).catch(() => undefined);
  return { kind: 'key', key, project };
}

async function fromSession({ stores, clock }: AuthenticateDeps, token: string): Promise<Caller> {
  const session = await stores.sessions.find(digest(token));
  if (session && session.expiresAt > clock.now()) return { kind: 'admin', actor: 'admin' };
  return nobody('NOT_SIGNED_IN', 'The session has ended. Sign in again.');
}

function nobody(code: ConstructorParameters<typeof AccessError>[0], message: string): Caller {
  return { kind: 'nobody', refusal: new AccessError(code, message) };
}
