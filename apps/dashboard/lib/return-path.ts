/**
 * Where to go after signing in: a path of this dashboard, or the overview when what was asked for is anything else.
 * Another origin ("//evil.example", "/\\evil.example", "https:…") and the sign-in page itself are never followed.
 */
export function returnPath(asked: string | null | undefined): string {
  if (!asked?.startsWith('/')) return '/';
  const base = 'http://dashboard.invalid';
  let url: URL;
  try {
    url = new URL(asked, base);
  } catch {
    return '/';
  }
  if (url.origin !== base || url.pathname.startsWith('//')) return '/';
  if (url.pathname === '/sign-in' || url.pathname.startsWith('/api/')) return '/';
  return `${url.pathname}${url.search}`;
}
