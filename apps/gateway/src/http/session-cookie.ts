import type { SessionDoor } from '@weighbridge/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInGuard } from './sign-in-guard.ts';

export const SESSION_COOKIE = 'weighbridge_session';

/** The session cookie of one request; it is readable by no script, and sent by no other site's form. */
export function sessionDoor(request: FastifyRequest, reply: FastifyReply, guard: SignInGuard): SessionDoor {
  const options = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: request.headers['x-forwarded-proto'] === 'https',
  } as const;
  return {
    token: request.cookies[SESSION_COOKIE],
    attempt: (check) => guard.attempt(request, check),
    open: (token, expiresAt) => {
      reply.setCookie(SESSION_COOKIE, token, { ...options, expires: new Date(expiresAt) });
    },
    close: () => {
      reply.clearCookie(SESSION_COOKIE, options);
    },
  };
}
