import { type Failure, readFailure } from '../src/failure.ts';

/** The error that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const thrown = await call.then(
    () => {
      throw new Error('The call was expected to fail, and did not.');
    },
    (error: unknown) => error,
  );
  return readFailure(thrown);
}
