import type { JournalEntry } from '@weighbridge/openai-stub';

const DAY = 86_400;

/** What the stub truly billed, as OpenAI's usage API shows it: one bucket a UTC day, grouped by model. */
export function usageExport(entries: readonly JournalEntry[]) {
  return page(entries, (model, billed) => ({
    object: 'organization.usage.embeddings.result',
    input_tokens: billed.reduce((sum, entry) => sum + entry.billedTokens, 0),
    num_model_requests: billed.length,
    project_id: null,
    user_id: null,
    api_key_id: null,
    // As OpenAI names this one.
    model: model === 'text-embedding-ada-002' ? `${model}-v2` : model,
  }));
}

/** The same as the costs API shows it, in floats, grouped by line item. */
export function costsExport(entries: readonly JournalEntry[]) {
  return page(entries, (model, billed) => ({
    object: 'organization.costs.result',
    amount: {
      value: billed.reduce((sum, entry) => sum + Number(entry.billedNanoUsd) / 1e9, 0),
      currency: 'usd',
    },
    line_item: `${model}, input`,
    project_id: null,
  }));
}

/** The usage as the dashboard's CSV has it. */
export function usageCsv(entries: readonly JournalEntry[]): string {
  const rows = usageExport(entries).data.flatMap(({ start_time, end_time, results }) =>
    results.map(({ input_tokens, num_model_requests, model }) =>
      [
        start_time,
        end_time,
        new Date(start_time * 1000).toISOString(),
        num_model_requests,
        model,
        input_tokens,
      ].join(),
    ),
  );
  return ['start_time,end_time,start_time_iso,num_model_requests,model,input_tokens', ...rows].join('\r\n');
}

function page<Result>(
  entries: readonly JournalEntry[],
  result: (model: string, billed: JournalEntry[]) => Result,
) {
  const billed = entries.filter((entry) => entry.billed);
  const days = Object.groupBy(billed, ({ time }) => Math.floor(Date.parse(time) / 1000 / DAY) * DAY);
  const data = Object.entries(days).map(([day, ofDay = []]) => ({
    object: 'bucket',
    start_time: Number(day),
    end_time: Number(day) + DAY,
    results: Object.entries(Object.groupBy(ofDay, ({ model }) => model ?? '')).map(([model, ofModel = []]) =>
      result(model, ofModel),
    ),
  }));
  return { object: 'page', data, has_more: false, next_page: null };
}
