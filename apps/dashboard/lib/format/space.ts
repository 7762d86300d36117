/** A vector space in its parts; `endpoint` is `openai` only for the official API. */
export interface SpaceParts {
  endpoint: string;
  model: string;
  dimensions: string;
}

/** Reads `endpoint/model/dimensions` as the gateway writes it; null when it is of another form. */
export function spaceParts(space: string): SpaceParts | null {
  const [endpoint, model, dimensions, ...rest] = space.split('/');
  if (!endpoint || !model || !dimensions || rest.length > 0) return null;
  return { endpoint: decode(endpoint), model: decode(model), dimensions };
}

function decode(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%');
}

/** A budget's scope for people: "Everything", "Project default", "Model text-embedding-3-small". */
export function scopeName(scope: string): string {
  if (scope === 'global') return 'Everything';
  const colon = scope.indexOf(':');
  if (colon <= 0) return scope;
  const kind = scope.slice(0, colon);
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${scope.slice(colon + 1)}`;
}
