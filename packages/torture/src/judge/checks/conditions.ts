import type { Evidence } from '../evidence.ts';
import type { LoadFigures } from '../verdict.ts';

/** Nothing happened that no fault, kill or clock explains. */
export function noTrouble({ records, naiveRecords, course }: Evidence): string[] {
  return [
    ...course.flatMap((line) =>
      line.e === 'died' ? [`process ${line.slot}, life ${line.life}, died by itself: ${line.how}`] : [],
    ),
    ...records.troubles,
    ...(naiveRecords?.troubles ?? []),
  ];
}

/** A run in which nothing was ever at stake proves nothing. */
export function worthIt({ course }: Evidence, load: LoadFigures): string[] {
  const problems: string[] = [];
  if (load.refusals === 0) problems.push('no budget was ever reached');
  if (load.mostInFlight < 2) problems.push('no two requests were ever out together');
  if (!course.some((line) => line.e === 'kill')) problems.push('no process was killed');
  if (load.billedRequests === 0) problems.push('nothing was billed');
  return problems;
}
