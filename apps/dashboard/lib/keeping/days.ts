/** What is offered; `other` has a field of its own. */
export const CHOICES = [
  { value: 'ever', label: 'For ever' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'other', label: 'Other' },
] as const;

export type Choice = (typeof CHOICES)[number]['value'];

/** Which choice stands for a setting. */
export function choiceOf(days: number | null): Choice {
  if (days === null) return 'ever';
  return CHOICES.find(({ value }) => value === String(days))?.value ?? 'other';
}

/** The days of a choice; null for ever, undefined while what was typed is no such number. */
export function daysOf(choice: Choice, typed: string): number | null | undefined {
  if (choice === 'ever') return null;
  const text = choice === 'other' ? typed.replace(/[\s,]/g, '') : choice;
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return days >= 7 && days <= 36_500 ? days : undefined;
}

/** "for ever", "for 90 days". */
export function daysInWords(days: number | null): string {
  return days === null ? 'for ever' : `for ${days.toLocaleString('en-GB')} days`;
}
