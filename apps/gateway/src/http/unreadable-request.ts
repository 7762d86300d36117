import { maxHeaderSize, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

interface Refusal {
  status: number;
  code: string;
  message: string;
}

/** What Node's parser could not make a request of; anything else is no proper HTTP. */
const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'HEADERS_TOO_LARGE',
    message: `The address and headers of the request are larger than ${maxHeaderSize / 1024} KiB. Send texts in the body of a POST.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'REQUEST_TIMEOUT',
    message: 'The request did not arrive as a whole in time. Nothing was sent or charged.',
  },
};

const NO_HTTP: Refusal = {
  status: 400,
  code: 'INVALID_REQUEST',
  message: 'The request cannot be read: it is no proper HTTP.',
};

/** Answers what reaches no route, in the form that OpenAI's clients read, and closes the connection. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  // The client has left: there is nobody to answer.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const { status, code, message } = REFUSALS[error.code ?? ''] ?? NO_HTTP;
  const body = JSON.stringify({ error: { code, message, type: 'invalid_request_error', param: null } });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
