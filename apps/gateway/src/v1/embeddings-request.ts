import { InputError } from '@weighbridge/embeddings';
import { z } from 'zod';

const NAME_A_MODEL = 'must name a model, such as text-embedding-3-small';

/**
 * OpenAI's request; null counts as left out. Unknown fields are refused, as OpenAI does: a misspelt "dimension" would
 * otherwise give vectors of another length than asked for.
 */
export const embeddingsRequest = z.strictObject({
  input: z.unknown().optional(),
  model: z.string({ error: NAME_A_MODEL }).min(1, NAME_A_MODEL),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number({ error: 'must be a whole number' }).nullish(),
  user: z.string({ error: 'must be a string' }).max(512, 'must be at most 512 characters').nullish(),
});

export interface EmbeddingsRequest {
  /** Texts, or token ids in their place; not checked yet. */
  input: unknown;
  model: string;
  encoding: 'float' | 'base64';
  dimensions: number | undefined;
  user: string | undefined;
}

/** @throws InputError naming the field */
export function readEmbeddingsRequest(body: unknown): EmbeddingsRequest {
  const parsed = embeddingsRequest.safeParse(body === undefined ? {} : body);
  if (!parsed.success) throw complaint(parsed.error);
  const { input, model, encoding_format, dimensions, user } = parsed.data;
  return {
    input,
    model,
    encoding: encoding_format ?? 'float',
    dimensions: dimensions ?? undefined,
    user: user ?? undefined,
  };
}

function complaint(error: z.ZodError): InputError {
  const issue = error.issues[0];
  if (issue?.code === 'unrecognized_keys') return unrecognized(issue.keys[0] ?? '');
  const field = issue?.path.join('.') || 'body';
  switch (field) {
    case 'encoding_format':
      return new InputError('INVALID_ENCODING_FORMAT', '"encoding_format" must be "float" or "base64".', {
        field,
      });
    case 'dimensions':
      return new InputError('INVALID_DIMENSIONS', '"dimensions" must be a whole number.', { field });
    case 'body':
      return new InputError('INVALID_REQUEST', 'The request body must be a JSON object.', { field });
    default:
      return new InputError('INVALID_REQUEST', `"${field}" ${issue?.message ?? 'cannot be used'}.`, {
        field,
      });
  }
}

/** A field's name comes from the caller and may be anything; what is shown of it is short. */
function unrecognized(field: string): InputError {
  const shown = field.length > 40 ? `${field.slice(0, 40)}…` : field;
  return new InputError(
    'INVALID_REQUEST',
    `Unrecognized request argument supplied: ${shown}. There are input, model, encoding_format, dimensions and user.`,
    { field: shown },
  );
}
