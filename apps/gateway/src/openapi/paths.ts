import {
  ANSWER_HEADERS,
  COMMON_HEADERS,
  ERROR_HEADERS,
  headerObjects,
  RATE_HEADERS,
  REQUEST_HEADERS,
  V1_HEADERS,
} from './headers.ts';
import { exportParameters, type SchemaName } from './schemas.ts';

const json = (name: SchemaName) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
});

/** An answer and the headers that come with every answer. */
const answer = (description: string, content: object, headers: object = headerObjects(COMMON_HEADERS)) => ({
  description,
  headers,
  content,
});

const v1Answer = (description: string, content: object) =>
  answer(description, content, headerObjects(COMMON_HEADERS, V1_HEADERS));
const v1Error = (description: string) =>
  answer(description, json('OpenAiError'), headerObjects(COMMON_HEADERS, V1_HEADERS, ERROR_HEADERS));
const embeddingsError = (description: string) =>
  answer(
    description,
    json('OpenAiError'),
    headerObjects(COMMON_HEADERS, V1_HEADERS, RATE_HEADERS, ERROR_HEADERS),
  );
const procedureError = (description: string) => answer(description, json('ProcedureError'));
const plainError = (description: string) => answer(description, json('PlainError'));

const askedBy = (...names: (keyof typeof REQUEST_HEADERS & string)[]) =>
  names.map((name) => {
    const { description, example, enum: values } = REQUEST_HEADERS[name] ?? { description: '' };
    return {
      name,
      in: 'header',
      description,
      required: false,
      schema: { type: 'string', ...(values === undefined ? {} : { enum: values }) },
      ...(example === undefined ? {} : { example }),
    };
  });

const ACCESS_KEY = [{ accessKey: [] }];

const EMBEDDING_ERRORS = {
  400: 'The request cannot be used: what, where and what to do. Nothing was sent.',
  401: 'No access key, or one that is not known or was revoked.',
  404: 'The model is not known.',
  409: 'The idempotency key was used for another request, or its answer had to make room.',
  413: 'The body is larger than 64 MiB.',
  429: 'A budget has no room (insufficient_quota: do not retry), or a rate limit was met (retry-after).',
  500: 'Something went wrong inside the gateway.',
  502: 'The provider refused or failed, or its vectors were unsound.',
  503: 'The provider or the gateway cannot take calls now.',
  504: 'The provider did not answer in time.',
} as const;

const errorsOf = (texts: Readonly<Record<string, string>>, present: (description: string) => object) =>
  Object.fromEntries(Object.entries(texts).map(([status, description]) => [status, present(description)]));

/** A budget's refusal is 402 where no SDK expects OpenAI's 429. */
const { 429: _quota, ...procedureErrors } = EMBEDDING_ERRORS;

/** `paths`: the HTTP surface beside tRPC. */
export const PATHS = {
  '/v1/embeddings': {
    post: {
      operationId: 'createEmbeddings',
      summary: 'Embed texts, as OpenAI’s API does',
      description:
        'Weighed, answered from the cache where it can be, held against every budget in scope before anything is sent, inspected, kept.',
      security: ACCESS_KEY,
      parameters: askedBy(
        'x-correlation-id',
        'idempotency-key',
        'x-weighbridge-tags',
        'x-weighbridge-too-long',
        'x-weighbridge-split',
      ),
      requestBody: { required: true, content: json('EmbeddingsRequest') },
      responses: {
        200: answer(
          'One vector for each input, in input order, all in one space.',
          json('EmbeddingsAnswer'),
          headerObjects(COMMON_HEADERS, V1_HEADERS, RATE_HEADERS, ANSWER_HEADERS),
        ),
        ...errorsOf(EMBEDDING_ERRORS, embeddingsError),
      },
    },
  },
  '/v1/models': {
    get: {
      operationId: 'listModels',
      summary: 'The models that calls are answered with',
      security: ACCESS_KEY,
      parameters: askedBy('x-correlation-id'),
      responses: {
        200: v1Answer('All of them.', json('ModelList')),
        ...errorsOf({ 401: EMBEDDING_ERRORS[401] }, v1Error),
      },
    },
  },
  '/v1/models/{id}': {
    get: {
      operationId: 'retrieveModel',
      summary: 'One model',
      security: ACCESS_KEY,
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        ...askedBy('x-correlation-id'),
      ],
      responses: {
        200: v1Answer('The model.', json('Model')),
        ...errorsOf({ 401: EMBEDDING_ERRORS[401], 404: EMBEDDING_ERRORS[404] }, v1Error),
      },
    },
  },
  '/bulk/embeddings': {
    post: {
      operationId: 'embedBulk',
      summary: 'Embed texts, with the vectors as bytes',
      description:
        'The input and the errors of the procedure embeddings.embed. The frame: "WBVF", u32 version 1, u32 bytes of the header, u32 0; the header as JSON, padded with spaces to a multiple of 4; count × dimensions float32. All little-endian. A failed item’s row is NaN.',
      security: ACCESS_KEY,
      parameters: askedBy('x-correlation-id', 'idempotency-key'),
      requestBody: { required: true, content: json('BulkRequest') },
      responses: {
        200: answer(
          'The frame.',
          { 'application/octet-stream': {} },
          headerObjects(COMMON_HEADERS, {
            'x-weighbridge-idempotent-replayed': {
              description: 'true when this very answer was given before.',
            },
          }),
        ),
        ...errorsOf(
          { ...procedureErrors, 402: 'A budget has no room.', 429: 'A rate limit was met.' },
          procedureError,
        ),
      },
    },
  },
  '/export/ledger': {
    get: {
      operationId: 'exportLedger',
      summary: 'The ledger as a file',
      description: 'Streamed as fast as it is taken. For administrators.',
      security: [{ session: [] }, { accessKey: [] }],
      parameters: [
        ...exportParameters().map((parameter) => ({ ...parameter, in: 'query', required: false })),
        ...askedBy('x-correlation-id'),
      ],
      responses: {
        200: answer('One JSON object, or one record, for each line.', {
          'application/jsonl': {},
          'text/csv': {},
        }),
        ...errorsOf(
          {
            400: 'A parameter cannot be used.',
            401: 'Nobody is signed in.',
            403: 'Access keys may not read the ledger.',
            404: 'The project is not known.',
          },
          procedureError,
        ),
      },
    },
  },
  '/healthz': {
    get: {
      operationId: 'health',
      summary: 'The process is up',
      security: [],
      responses: { 200: answer('It is.', json('Health')) },
    },
  },
  '/readyz': {
    get: {
      operationId: 'ready',
      summary: 'The gateway can take calls: its databases answer, and the ledger’s disk takes writes',
      security: [],
      responses: {
        200: answer('It can.', json('Ready')),
        503: answer('It cannot, and why.', json('NotReady')),
      },
    },
  },
  '/metrics': {
    get: {
      operationId: 'metrics',
      summary: 'Metrics in Prometheus’ text form',
      description: 'Open on this machine; for administrators from elsewhere.',
      security: [{}, { accessKey: [] }],
      responses: {
        200: answer('Read from the ledger at each scrape.', { 'text/plain': { schema: { type: 'string' } } }),
        ...errorsOf(
          {
            401: 'Nobody is signed in.',
            403: 'Access keys may not read them.',
            503: 'The database does not answer.',
          },
          plainError,
        ),
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'describe',
      summary: 'This description',
      security: [],
      responses: {
        200: answer('OpenAPI 3.1.', { 'application/json': { schema: { type: 'object' } } }),
      },
    },
  },
};
