import { SESSION_COOKIE } from '../http/session-cookie.ts';
import { PATHS } from './paths.ts';
import { componentSchemas } from './schemas.ts';

/** The HTTP surface as an OpenAPI 3.1 description. */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Weighbridge',
      version,
      summary: 'An embeddings gateway that speaks the OpenAI protocol.',
      description:
        'Any OpenAI client works with `/v1` as its base URL and an access key. Everything else is tRPC under `/trpc`, typed by the client package. Amounts are exact.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this was read.' }],
    paths: PATHS,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        accessKey: { type: 'http', scheme: 'bearer', description: 'An access key, `wb_…`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: SESSION_COOKIE,
          description: 'An administrator’s session.',
        },
      },
    },
  };
}
