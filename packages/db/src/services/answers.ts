import { connectAnswers } from '../answers/answer-file.ts';
import { type AnswerBounds, Answers } from '../answers/answers.ts';
import { type Connection, closeWriter } from '../files/connection.ts';
import { storageUnavailable } from '../files/failure.ts';
import { explained } from '../files/opening.ts';
import { isUseless, setAside } from '../files/useless.ts';
import type { UnavailableFor } from '../threads/caller.ts';
import { immediately, type Service } from '../threads/service.ts';

export interface AnswersData extends AnswerBounds {
  path: string;
}

function answersOperations(answers: Answers) {
  return {
    find: answers.find.bind(answers),
    keep: answers.keep.bind(answers),
    purge: answers.purge.bind(answers),
  };
}

export type AnswersOperations = ReturnType<typeof answersOperations>;

export const answersUnavailable: UnavailableFor = () => storageUnavailable;

export function openAnswers({ path, ...bounds }: AnswersData, warn: (message: string) => void): Service {
  const connection = explained(path, () => connected(path, warn));
  return immediately(answersOperations(new Answers(connection, bounds)), answersUnavailable, () =>
    closeWriter(connection),
  );
}

/** A damaged file is replaced by an empty one. */
function connected(path: string, warn: (message: string) => void): Connection {
  try {
    return connectAnswers(path);
  } catch (error) {
    if (!isUseless(error)) throw error;
    const aside = setAside(path);
    warn(
      `The answers kept for idempotency keys could not be used. They were moved to ${aside}, and an empty file was made: ` +
        'a request that is made again is answered anew. Delete the moved file when you do not need it.',
    );
    return connectAnswers(path);
  }
}
