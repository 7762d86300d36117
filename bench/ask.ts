/** Calls a procedure of the gateway at `url` as its owner, by the token file's content. @throws Error with its answer */
export async function askAsOwner<T>(
  { url, token }: { url: string; token: string },
  procedure: string,
  input: object,
): Promise<T> {
  const response = await fetch(`${url}/trpc/${procedure}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const answer = (await response.json()) as { result?: { data: T } };
  if (!answer.result) throw new Error(`${procedure}: ${JSON.stringify(answer)}`);
  return answer.result.data;
}
