import { bulkEmbedInput, ledgerExportInput } from '@weighbridge/api';
import { z } from 'zod';
import { embeddingsRequest } from '../v1/embeddings-request.ts';

const tokenIds = z.array(z.int().min(0)).min(1);
const texts = z.array(z.string().min(1)).min(1);

/** The forms that `input` may have; they are told apart while the body is read. */
const EmbeddingsRequest = embeddingsRequest.extend({
  input: z
    .union([z.string().min(1), texts, tokenIds, z.array(tokenIds).min(1)])
    .meta({ description: 'A text, texts, the token ids of one, or of several. cl100k_base.' }),
  model: z
    .string()
    .min(1)
    .meta({ examples: ['text-embedding-3-small'] }),
  dimensions: z
    .int()
    .min(1)
    .nullish()
    .meta({ description: 'Fewer than the model’s own, where it can shorten.' }),
  encoding_format: z.enum(['float', 'base64']).nullish().meta({ default: 'float' }),
});

const Embedding = z.object({
  object: z.literal('embedding'),
  index: z.int().min(0),
  embedding: z
    .union([z.array(z.number()), z.string()])
    .meta({ description: 'Numbers, or little-endian float32 in base64.' }),
});

const EmbeddingsAnswer = z.object({
  object: z.literal('list'),
  data: z.array(Embedding).meta({ description: 'One for each input, in input order.' }),
  model: z.string().meta({ description: 'As asked; `provider/model` when a fallback answered.' }),
  usage: z
    .object({ prompt_tokens: z.int(), total_tokens: z.int() })
    .meta({ description: 'Exact tokens that were embedded, whether paid for now or before.' }),
});

const Model = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.int().meta({ description: 'Unix time in seconds.' }),
  owned_by: z.string(),
  shutdown_date: z.string().nullable(),
});

const OpenAiError = z.object({
  error: z.object({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string().nullable().meta({ description: 'OpenAI’s code where there is one, else ours.' }),
  }),
});

const ProcedureError = z.object({
  error: z.object({
    message: z.string(),
    code: z.int(),
    data: z.looseObject({
      code: z.string(),
      httpStatus: z.int(),
      weighbridge: z.object({
        code: z.string(),
        kind: z.string(),
        retryable: z.boolean(),
        retryAfterMs: z.number().nullable(),
        facts: z.record(z.string(), z.unknown()),
        correlationId: z.string().nullable(),
      }),
    }),
  }),
});

const PlainError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Everything that answers and requests are made of, by name. */
const SCHEMAS = {
  EmbeddingsRequest,
  EmbeddingsAnswer,
  Model,
  ModelList: z.object({ object: z.literal('list'), data: z.array(Model) }),
  BulkRequest: bulkEmbedInput,
  OpenAiError,
  ProcedureError,
  PlainError,
  Health: z.object({ status: z.literal('ok') }),
  Ready: z.object({ status: z.literal('ready') }),
  NotReady: z.object({
    status: z.literal('not ready'),
    problems: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
} as const;

export type SchemaName = keyof typeof SCHEMAS;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** `components.schemas`, made of the schemas that requests are read with. */
export function componentSchemas(): Record<SchemaName, JsonSchema> {
  const made = Object.entries(SCHEMAS).map(([name, schema]) => [name, toJson(schema)]);
  return Object.fromEntries(made) as Record<SchemaName, JsonSchema>;
}

/** The parameters of the ledger's export, by name. */
export function exportParameters(): { name: string; schema: JsonSchema; description?: string }[] {
  const { properties } = toJson(ledgerExportInput) as { properties: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, schema]) => ({ name, schema }));
}

function toJson(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return json;
}
