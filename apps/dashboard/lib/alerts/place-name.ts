const NAMES: Readonly<Record<string, string>> = {
  '/budgets': 'Close the gap',
  '/bill': 'Resolve',
  '/alerts?view=webhooks': 'Webhooks',
};

/** What the link to an alert's page is called. */
export function placeName(page: string): string {
  return page.startsWith('/budgets#') ? 'Budget' : (NAMES[page] ?? 'More');
}
