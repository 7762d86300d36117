import type { EntryContext } from '../ports/ledger.ts';

/** Every budget scope that a call falls in. */
export function scopesOf(context: EntryContext): string[] {
  return [
    'global',
    `project:${context.projectId}`,
    ...(context.keyId === null ? [] : [`key:${context.keyId}`]),
    ...context.tags.map((tag) => `tag:${tag}`),
    `provider:${context.provider}`,
    `model:${context.model}`,
  ];
}
