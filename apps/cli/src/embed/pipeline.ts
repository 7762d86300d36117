/**
 * Runs tasks with at most `width` under way and hands their outcomes over in order. A task that fails does not stop the
 * others: `onOutcome` decides, by returning false, that nothing further is started. What is under way is always awaited.
 */
export async function inOrder<Task, Result>(
  tasks: AsyncIterable<Task>,
  width: number,
  start: (task: Task) => Promise<Result>,
  onOutcome: (task: Task, outcome: PromiseSettledResult<Result>) => Promise<boolean>,
): Promise<void> {
  const underWay: { task: Task; outcome: Promise<PromiseSettledResult<Result>> }[] = [];
  let going = true;
  const finishFirst = async () => {
    const first = underWay.shift();
    if (first && !(await onOutcome(first.task, await first.outcome))) going = false;
  };
  try {
    for await (const task of tasks) {
      if (!going) break;
      underWay.push({ task, outcome: settled(start(task)) });
      if (underWay.length >= width) await finishFirst();
      if (!going) break;
    }
  } finally {
    while (underWay.length > 0) await finishFirst();
  }
}

/** Never rejects, so that a task may fail while an earlier one is still awaited. */
async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome;
}
