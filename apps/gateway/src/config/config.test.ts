import { describe, expect, it } from 'vitest';
import { ConfigError, type ConfigProblem } from '../errors.ts';
import { loadConfig } from './config.ts';

function problemsOf(env: Record<string, string>): ConfigProblem[] {
  try {
    loadConfig(env, '/srv');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.code).toBe('CONFIG_INVALID');
    return error.facts.problems as ConfigProblem[];
  }
  return [];
}

describe('loadConfig', () => {
  it('has the documented defaults', () => {
    expect(loadConfig({}, '/srv')).toEqual({
      host: '127.0.0.1',
      port: 4100,
      dashboardPort: 3000,
      dataDir: '/srv/.weighbridge',
      initialMode: undefined,
      adminPassword: undefined,
      secret: undefined,
      logLevel: 'info',
      corsOrigins: [],
      idempotency: { maxBytes: 512 * 1024 * 1024, maxAnswers: 1_000_000 },
      openai: { apiKey: undefined, baseUrl: undefined },
      environment: [],
    });
  });

  it('reads every variable, and names those that are set', () => {
    const config = loadConfig(
      {
        OPENAI_API_KEY: ' sk-test-1234\n',
        OPENAI_BASE_URL: 'http://127.0.0.1:9/v1/',
        WEIGHBRIDGE_HOST: '0.0.0.0',
        WEIGHBRIDGE_PORT: '0',
        WEIGHBRIDGE_DASHBOARD_PORT: '3001',
        WEIGHBRIDGE_DATA_DIR: '/data',
        WEIGHBRIDGE_MODE: 'hybrid',
        WEIGHBRIDGE_ADMIN_PASSWORD: ' with spaces ',
        WEIGHBRIDGE_SECRET: 'a secret',
        WEIGHBRIDGE_LOG_LEVEL: 'debug',
        WEIGHBRIDGE_CORS_ORIGINS: 'https://app.example, http://localhost:5173',
        WEIGHBRIDGE_IDEMPOTENCY_MAX_MIB: '64',
        WEIGHBRIDGE_IDEMPOTENCY_MAX_ANSWERS: '1000',
        PATH: '/bin',
      },
      '/srv',
    );
    expect(config).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      dashboardPort: 3001,
      dataDir: '/data',
      initialMode: 'hybrid',
      adminPassword: ' with spaces ',
      secret: 'a secret',
      logLevel: 'debug',
      corsOrigins: ['https://app.example', 'http://localhost:5173'],
      idempotency: { maxBytes: 64 * 1024 * 1024, maxAnswers: 1000 },
      openai: { apiKey: 'sk-test-1234', baseUrl: 'http://127.0.0.1:9/v1' },
    });
    expect(config.environment).not.toContain('PATH');
    expect(config.environment).toHaveLength(13);
  });

  it('takes an empty variable for one that is not set', () => {
    const config = loadConfig(
      { WEIGHBRIDGE_PORT: '', OPENAI_API_KEY: '  ', WEIGHBRIDGE_DATABASE_URL: '' },
      '/srv',
    );
    expect(config).toMatchObject({ port: 4100, openai: { apiKey: undefined }, environment: [] });
  });

  it.each([
    ['WEIGHBRIDGE_PORT', 'http', /0 to 65535/],
    ['WEIGHBRIDGE_PORT', '65536', /0 to 65535/],
    ['WEIGHBRIDGE_PORT', '-1', /0 to 65535/],
    ['WEIGHBRIDGE_DASHBOARD_PORT', '3e3', /0 to 65535/],
    ['WEIGHBRIDGE_MODE', 'fake', /mock, real, hybrid/],
    ['WEIGHBRIDGE_LOG_LEVEL', 'loud', /fatal, error, warn/],
    ['WEIGHBRIDGE_HOST', 'http://here', /address to listen on/],
    ['WEIGHBRIDGE_IDEMPOTENCY_MAX_MIB', '0', /1 to 1000000$/],
    ['WEIGHBRIDGE_IDEMPOTENCY_MAX_ANSWERS', 'many', /1 to 100000000$/],
    ['WEIGHBRIDGE_CORS_ORIGINS', '*', /write origins/],
    ['WEIGHBRIDGE_CORS_ORIGINS', 'https://app.example/', /write origins/],
    ['WEIGHBRIDGE_CORS_ORIGINS', 'https://app.example,app.example', /write origins/],
    ['OPENAI_BASE_URL', 'api.openai.com/v1', /https:\/\//],
    ['OPENAI_BASE_URL', 'not a url', /https:\/\//],
    ['OPENAI_BASE_URL', 'ftp://api.openai.com/v1', /https:\/\//],
    ['OPENAI_BASE_URL', 'https://me:secret@host/v1', /password/],
    ['OPENAI_BASE_URL', 'https://host/v1?key=1', /no query/],
    ['OPENAI_BASE_URL', 'https://host/v1/embeddings', /ends before \/embeddings/],
  ])('refuses %s=%s, saying what is allowed', (variable, value, allowed) => {
    expect(problemsOf({ [variable]: value })).toEqual([
      { variable, value, allowed: expect.stringMatching(allowed) },
    ]);
  });

  it('names a secret that cannot be used without its value', () => {
    const problems = problemsOf({
      OPENAI_API_KEY: 'sk with space',
      WEIGHBRIDGE_DATABASE_URL: 'postgres://me:pw@host/db',
    });
    expect(problems.map(({ variable, value }) => [variable, value])).toEqual([
      ['OPENAI_API_KEY', null],
      ['WEIGHBRIDGE_DATABASE_URL', null],
    ]);
    expect(JSON.stringify(problems)).not.toContain('pw');
    expect(problems[1]?.allowed).toContain('not supported yet');
  });
});
