import { z } from 'zod';

type Json = Record<string, unknown>;

/** Schemas that stand in several answers, each written out once under its name. */
export type NamedTypes = readonly { name: string; properties: Record<string, string> }[];

/** The properties of an object's schema as texts, in its order; a `?` in the name of what may be left out. */
export function propertiesOf(schema: z.ZodType, named: NamedTypes): Record<string, string> {
  return properties(jsonOf(schema, 'output'), named);
}

/** What goes in or comes out of a procedure, as TypeScript writes it. */
export function typeText(schema: z.ZodType, io: 'input' | 'output', named: NamedTypes): string {
  return text(jsonOf(schema, io), named);
}

function jsonOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
}

function text(schema: Json, named: NamedTypes): string {
  const options = (schema.anyOf ?? schema.oneOf) as Json[] | undefined;
  if (options) return options.map((option) => text(option, named)).join(' | ');
  if (Array.isArray(schema.enum)) return schema.enum.map(literal).join(' | ');
  if ('const' in schema) return literal(schema.const);
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => text({ ...schema, type }, named)).join(' | ');
  }
  switch (schema.type) {
    case 'array': {
      const items = (schema.items ?? {}) as Json;
      const item = text(items, named);
      return isCompound(items, item) ? `(${item})[]` : `${item}[]`;
    }
    case 'object':
      return objectText(schema, named);
    case 'integer':
      return 'number';
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

/** Whether its text needs brackets before something is put behind it. */
function isCompound(schema: Json, written: string): boolean {
  const choices = schema.anyOf ?? schema.oneOf ?? schema.enum ?? schema.type;
  return Array.isArray(choices) || /^\w+ & /.test(written);
}

/** An object, by the largest named types that it holds and what it has besides. */
function objectText(schema: Json, named: NamedTypes): string {
  if (schema.properties === undefined) return 'Record<string, unknown>';
  const rest = properties(schema, named);
  const parts: string[] = [];
  for (const type of named) {
    const entries = Object.entries(type.properties);
    if (!entries.every(([name, value]) => rest[name] === value)) continue;
    parts.push(type.name);
    for (const [name] of entries) delete rest[name];
  }
  const own = Object.entries(rest).map(([name, value]) => `${name}: ${value}`);
  if (own.length > 0 || parts.length === 0) parts.push(own.length > 0 ? `{ ${own.join(', ')} }` : '{}');
  return parts.join(' & ');
}

function properties(schema: Json, named: NamedTypes): Record<string, string> {
  const required = new Set(schema.required as string[] | undefined);
  const entries = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const byDefault = 'default' in value ? ` = ${literal(value.default)}` : '';
      return [required.has(name) ? name : `${name}?`, `${text(value, named)}${byDefault}`];
    }),
  );
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(JSON.stringify(value));
}
