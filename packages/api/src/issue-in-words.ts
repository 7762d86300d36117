import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** How zod begins the complaints for which a schema has no words of its own. */
const ZODS_OWN = /^(Too big|Too small|Invalid (input|option))/;

const WANTED: Readonly<Record<string, string>> = {
  string: 'write a string',
  number: 'write a number',
  int: 'write a whole number',
  boolean: 'write true or false',
  array: 'write a list',
  object: 'write an object',
};

/** A schema's complaint as the rest of a sentence that begins with the field: what is allowed, without zod's shorthand. */
export function issueInWords(issue: Issue): string {
  if (!ZODS_OWN.test(issue.message)) return issue.message;
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_value':
      return `use one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'it is missing';
      return WANTED[issue.expected] ?? issue.message;
    default:
      return issue.message;
  }
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === 'string' && minimum === 1) return 'it is empty';
  if (origin === 'string') return `write at least ${counted(minimum, 'character')}`;
  if (origin === 'array') return `give at least ${counted(minimum, 'item')}`;
  return `it must be ${inclusive === false ? 'more than' : 'at least'} ${written(minimum)}`;
}

function tooBig({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): string {
  if (origin === 'string') return `write at most ${counted(maximum, 'character')}`;
  if (origin === 'array') return `give at most ${counted(maximum, 'item')}`;
  return `it must be ${inclusive === false ? 'less than' : 'at most'} ${written(maximum)}`;
}

function counted(amount: number | bigint, thing: string): string {
  return `${written(amount)} ${thing}${Number(amount) === 1 ? '' : 's'}`;
}

function written(amount: number | bigint): string {
  return amount.toLocaleString('en-US');
}
