/** A body of `POST /v1/embeddings` that no library would send. */
export interface UglyBody {
  name: string;
  body: string | Uint8Array;
  /** The status that it must be answered with. */
  status: 200 | 400 | 404;
  /** Default: application/json. */
  contentType?: string | null;
}

const MODEL = '"model":"text-embedding-3-small"';
const BIG = 2 ** 53;

const withInput = (input: string) => `{${MODEL},"input":${input}}`;
const withField = (field: string) => `{${MODEL},"input":"a",${field}}`;

/** Values of `input` in JSON, by what becomes of them. */
const INPUTS: Readonly<Record<'200' | '400', readonly string[]>> = {
  200: [
    '"a"',
    '["a"]',
    '[15339]',
    '[[15339],[1917]]',
    '"\\u0000"',
    '[" "]',
    '"\\ud83d\\ude00"',
    '[15339.0]',
    '[1e2]',
  ],
  400: [
    'null',
    'true',
    'false',
    '0',
    '1.5',
    '-1',
    '1e999',
    '{}',
    '{"0":"a"}',
    '{"length":1,"0":"a"}',
    '""',
    '[]',
    '[""]',
    '[null]',
    '[true]',
    '[{}]',
    '[[]]',
    '[[[1]]]',
    '[["a"]]',
    '["a",1]',
    '[1,"a"]',
    '["a",["b"]]',
    '["a",null]',
    '[[15339],[]]',
    '[[15339],"a"]',
    '[[15339],null]',
    '[[15339,"a"]]',
    '[15339,null]',
    '[-1]',
    '[1.5]',
    '[1e308]',
    '[1e999]',
    '[100256]',
    '[100261]',
    '[4294967296]',
    `[${BIG}]`,
    `[${BIG}00]`,
    '[4294968635]',
    '"\\ud83d"',
    '["a","\\udfff"]',
    `[${Array(8193).fill('1').join()}]`,
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
  ],
};

const FIELDS: Readonly<Record<'200' | '400' | '404', readonly string[]>> = {
  200: [
    '"dimensions":null',
    '"dimensions":256',
    '"dimensions":256.0',
    '"dimensions":2.56e2',
    '"encoding_format":null',
    '"encoding_format":"base64"',
    '"user":null',
    '"user":""',
    '"user":"somebody"',
    '"input":"the last one wins"',
  ],
  400: [
    '"__proto__":{"input":"polluted"}',
    '"constructor":{"prototype":{"model":"x"}}',
    '"toString":1',
    '"dimension":256',
    '"Input":"a"',
    '"dimensions":0',
    '"dimensions":-0',
    '"dimensions":-1',
    '"dimensions":1.5',
    '"dimensions":1537',
    '"dimensions":1e999',
    '"dimensions":"256"',
    '"dimensions":[256]',
    '"dimensions":{}',
    '"dimensions":true',
    `"dimensions":${BIG}`,
    '"encoding_format":"int8"',
    '"encoding_format":""',
    '"encoding_format":0',
    '"encoding_format":["float"]',
    '"user":5',
    '"user":{}',
    '"user":["a"]',
    '"model":null',
    '"model":5',
    '"model":""',
    '"model":[]',
    '"model":{}',
  ],
  404: [
    '"model":"gpt-4"',
    '"model":"__proto__"',
    '"model":"constructor"',
    '"model":"text-embedding-3-small "',
    '"model":"TEXT-EMBEDDING-3-SMALL"',
    '"model":"a\\u0000b"',
    `"model":"${'m'.repeat(5000)}"`,
  ],
};

const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

/** What is no JSON object, or no UTF-8. */
const UNREADABLE: Readonly<Record<string, string | Uint8Array>> = {
  'an empty body': '',
  'white space': ' \n',
  null: 'null',
  'a string': '"a"',
  'a number': '1',
  'an array': '["a"]',
  'half of a body': `{${MODEL},"input":"a`,
  'two bodies': `${withInput('"a"')}${withInput('"b"')}`,
  'a trailing comma': `{${MODEL},"input":"a",}`,
  'single quotes': `{'model':'text-embedding-3-small','input':'a'}`,
  comments: `{${MODEL},/* hello */"input":"a"}`,
  NaN: withInput('[NaN]'),
  undefined: withInput('undefined'),
  'a raw newline in a string': withInput('"a\nb"'),
  'an escape that is none': withInput('"\\x41"'),
  'half of an escape': withInput('"\\u12"'),
  'a byte that is no UTF-8': bytes(`{${MODEL},"input":"a`, [0xff], '"}'),
  'an overlong slash': bytes(`{${MODEL},"input":"`, [0xc0, 0xaf], '"}'),
  'a surrogate in bytes': bytes(`{${MODEL},"input":"`, [0xed, 0xa0, 0x80], '"}'),
  'a character cut in half': bytes(`{${MODEL},"input":"`, [0xf0, 0x9f, 0x98], '"}'),
  'a code point too high': bytes(`{${MODEL},"input":"`, [0xf4, 0x90, 0x80, 0x80], '"}'),
  'UTF-16': new Uint8Array(Buffer.from(`\ufeff${withInput('"a"')}`, 'utf16le')),
};

/** Bodies as hostile or careless programs send them, each with the status it must get. */
export function uglyBodies(): UglyBody[] {
  const rows: UglyBody[] = [];
  const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
  for (const status of [200, 400] as const) {
    for (const input of INPUTS[status])
      rows.push({ name: `input ${short(input)}`, body: withInput(input), status });
  }
  for (const status of [200, 400, 404] as const) {
    for (const field of FIELDS[status]) rows.push({ name: short(field), body: withField(field), status });
  }
  for (const [name, body] of Object.entries(UNREADABLE)) rows.push({ name, body, status: 400 });
  rows.push(
    { name: 'no input', body: `{${MODEL}}`, status: 400 },
    { name: 'no model', body: '{"input":"a"}', status: 400 },
    {
      name: 'a charset',
      body: withInput('"a"'),
      status: 200,
      contentType: 'application/json; charset=utf-8',
    },
    { name: 'capitals in the type', body: withInput('"a"'), status: 200, contentType: 'Application/JSON' },
    { name: 'plain text', body: withInput('"a"'), status: 400, contentType: 'text/plain' },
    { name: 'a form', body: 'input=a', status: 400, contentType: 'application/x-www-form-urlencoded' },
    { name: 'no type', body: withInput('"a"'), status: 400, contentType: null },
  );
  return rows;
}
