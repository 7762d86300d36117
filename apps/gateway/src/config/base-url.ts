/** What is wrong with a provider's base URL, as the end of a sentence; undefined when nothing is. */
export function baseUrlProblem(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'write a URL such as https://api.openai.com/v1';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'a base URL begins with https:// or http://';
  // It is shown in the dashboard and in the audit log.
  if (url.username !== '' || url.password !== '') return 'a base URL holds no user name or password';
  if (url.search !== '' || url.hash !== '') return 'a base URL has no query and no fragment';
  // The address of the endpoint itself: it would be asked for at /embeddings/embeddings.
  if (/\/embeddings\/*$/.test(url.pathname))
    return 'a base URL ends before /embeddings, which is added to it';
  return undefined;
}
