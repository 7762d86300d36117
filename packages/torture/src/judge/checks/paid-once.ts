import type { Evidence } from '../evidence.ts';

/**
 * A text that had come back sound in a project is not paid for again there by a call that began afterwards, in whichever
 * process. (Two processes may still pay for it at the same time, and so does a retry after an unknown or unsound answer.)
 */
export function paidOnce({ requests, records }: Evidence): string[] {
  return requests.flatMap(({ journal, attempt }) => {
    const call = attempt && records.calls.get(attempt.call);
    if (!journal.billed || !call) return [];
    return journal.sha256.flatMap((sha256) => {
      const deliveredAt = records.delivered.get(`${call.project} ${sha256}`);
      if (deliveredAt === undefined || deliveredAt >= call.at) return [];
      const ms = Math.round((call.at - deliveredAt) / 1000);
      return [`${attempt.id} paid in ${call.project} for a text that was delivered ${ms} ms before its call`];
    });
  });
}

/** How many texts were billed more than once in their project, for whatever reason. */
export function textsPaidAgain({ requests, records }: Evidence): number {
  const paid = new Map<string, number>();
  for (const { journal, attempt } of requests) {
    const call = attempt && records.calls.get(attempt.call);
    if (!journal.billed || !call) continue;
    for (const sha256 of journal.sha256) {
      const key = `${call.project} ${sha256}`;
      paid.set(key, (paid.get(key) ?? 0) + 1);
    }
  }
  return [...paid.values()].filter((times) => times > 1).length;
}
