/**
 * - `bad_option`: an option of `startStub` or a fault's definition makes no sense
 * - `port_in_use`: something else listens on the port asked for
 * - `listen_failed`: the port could not be opened for another reason
 * - `journal_unreadable`: a complete line of a journal is not one of its entries
 */
export type StubErrorCode = 'bad_option' | 'port_in_use' | 'listen_failed' | 'journal_unreadable';

/** What goes wrong with the stub itself. What it answers to clients is an `ApiError`. */
export class StubError extends Error {
  override readonly name = 'StubError';
  readonly code: StubErrorCode;

  constructor(code: StubErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
