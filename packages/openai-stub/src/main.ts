#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { knownKind } from './faults.ts';
import type { Latency } from './options.ts';
import { type Stub, startStub } from './server.ts';
import { StubError } from './stub-error.ts';

const HELP = `openai-stub: a strict stand-in for OpenAI's embeddings API

Usage: openai-stub [options]

  --port <n>           port to listen on (default 4010; 0 takes a free one)
  --host <address>     address to listen on (default 127.0.0.1)
  --journal <file>     append every request to this file, as JSON lines
  --journal-texts      put the inputs themselves into the journal
  --api-key <key>      accept only this key; may be repeated (default: any)
  --latency <ms>       wait before answering; a range such as 20-80 is spread evenly
  --rpm <n>            requests per minute and model
  --tpm <n>            tokens per minute and model
  --fault <kind[:p]>   strike every request, or each with probability p; may be repeated
  --seed <n>           seed of the random faults and of a latency range (default 1)
  --help               show this

While it runs it is steered under /__stub/: see the package's README.
`;

/** What the command line asks for. */
function readArguments(args: string[]) {
  const { values } = parseArgs({
    args,
    strict: true,
    options: {
      port: { type: 'string', default: '4010' },
      host: { type: 'string', default: '127.0.0.1' },
      journal: { type: 'string' },
      'journal-texts': { type: 'boolean', default: false },
      'api-key': { type: 'string', multiple: true },
      latency: { type: 'string', default: '0' },
      rpm: { type: 'string' },
      tpm: { type: 'string' },
      fault: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  return values;
}

function numberFrom(text: string, flag: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) {
    throw new StubError('bad_option', `${flag} takes a number, not '${text}'.`);
  }
  return number;
}

function latencyFrom(text: string): Latency {
  const [from = '', to] = text.split('-', 2);
  const first = numberFrom(from, '--latency');
  return to === undefined ? first : [first, numberFrom(to, '--latency')];
}

async function start(args: string[]): Promise<Stub | null> {
  const values = readArguments(args);
  if (values.help) {
    process.stdout.write(HELP);
    return null;
  }
  const seed = numberFrom(values.seed, '--seed');
  const faults = values.fault.map((given) => {
    const [name = '', probability] = given.split(':', 2);
    const kind = knownKind(name);
    return [kind, probability === undefined ? null : numberFrom(probability, '--fault')] as const;
  });
  const stub = await startStub({
    port: numberFrom(values.port, '--port'),
    host: values.host,
    journalPath: values.journal,
    journalTexts: values['journal-texts'],
    apiKeys: values['api-key'],
    latencyMs: latencyFrom(values.latency),
    seed,
    rateLimits: {
      ...(values.rpm === undefined ? {} : { requestsPerMinute: numberFrom(values.rpm, '--rpm') }),
      ...(values.tpm === undefined ? {} : { tokensPerMinute: numberFrom(values.tpm, '--tpm') }),
    },
  });
  try {
    for (const [kind, probability] of faults) if (probability === null) stub.faults.always(kind);
    const chances = faults.filter((fault): fault is [(typeof fault)[0], number] => fault[1] !== null);
    if (chances.length > 0) stub.faults.random(Object.fromEntries(chances), seed);
  } catch (error) {
    await stub.close();
    throw error;
  }
  return stub;
}

try {
  const stub = await start(process.argv.slice(2));
  if (stub !== null) {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        void stub.close();
      });
    }
    process.stdout.write(`openai-stub listening on ${stub.baseUrl}\n`);
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const misused = (error instanceof StubError && error.code === 'bad_option') || isArgumentError(error);
  process.stderr.write(`openai-stub: ${message}${misused ? '\nSee openai-stub --help.' : ''}\n`);
  process.exitCode = misused ? 2 : 1;
}

/** Whether the command line could not be read: the codes of `parseArgs`. */
function isArgumentError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
