export interface SnippetOptions {
  /** Such as http://127.0.0.1:4100/v1, without a slash at the end. */
  baseUrl: string;
  model: string;
  /** The key just created; without one the snippets read it from WEIGHBRIDGE_KEY. */
  key: string | undefined;
}

export interface Snippet {
  id: 'curl' | 'typescript' | 'python' | 'cli';
  title: string;
  /** One line that says where to put it. */
  where: string;
  code: string;
}

/** The first call in four forms, ready to paste. */
export function firstCallSnippets({ baseUrl, model, key }: SnippetOptions): Snippet[] {
  return [
    {
      id: 'curl',
      title: 'curl',
      where: 'In any terminal.',
      code: [
        `curl ${baseUrl}/embeddings \\`,
        `  -H "Authorization: Bearer ${key ?? '$WEIGHBRIDGE_KEY'}" \\`,
        '  -H "Content-Type: application/json" \\',
        `  -d '{"model": "${model}", "input": "Weigh me."}'`,
      ].join('\n'),
    },
    {
      id: 'typescript',
      title: 'TypeScript',
      where: 'The official SDK: only the base URL and the key change.',
      code: [
        "import OpenAI from 'openai';",
        '',
        'const client = new OpenAI({',
        `  baseURL: '${baseUrl}',`,
        `  apiKey: ${key ? `'${key}'` : 'process.env.WEIGHBRIDGE_KEY'},`,
        '});',
        'const answer = await client.embeddings.create({',
        `  model: '${model}',`,
        "  input: ['Every text is weighed', 'before it is paid for.'],",
        '});',
        'console.log(answer.usage, answer.data[0].embedding.length);',
      ].join('\n'),
    },
    {
      id: 'python',
      title: 'Python',
      where: 'The official SDK: only the base URL and the key change.',
      code: [
        ...(key ? [] : ['import os']),
        'from openai import OpenAI',
        '',
        'client = OpenAI(',
        `    base_url="${baseUrl}",`,
        `    api_key=${key ? `"${key}"` : 'os.environ["WEIGHBRIDGE_KEY"]'},`,
        ')',
        'answer = client.embeddings.create(',
        `    model="${model}",`,
        '    input=["Every text is weighed", "before it is paid for."],',
        ')',
        'print(answer.usage, len(answer.data[0].embedding))',
      ].join('\n'),
    },
    {
      id: 'cli',
      title: 'weighbridge embed',
      where:
        'In the checkout, on the gateway’s machine. It quotes the cost and asks first; no key is needed.',
      code: 'pnpm weighbridge embed README.md docs',
    },
  ];
}
