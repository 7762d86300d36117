import { compile } from 'html-to-text';

const toText = compile({
  wordwrap: false,
  limits: { maxInputLength: 64 * 1024 * 1024 },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    { selector: 'nav', format: 'skip' },
    { selector: 'noscript', format: 'skip' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', options: { uppercaseHeaderCells: false } },
  ],
});

const titleOnly = compile({
  wordwrap: false,
  baseElements: { selectors: ['title'], returnDomByDefault: false },
});

/** What a reader sees of a page, without navigation and pictures; the title stands before the text. */
export function readHtml(html: string): { title: string | null; text: string } {
  const title = titleOnly(html).trim().replace(/\s+/g, ' ') || null;
  const body = toText(html.replace(/<title\b[^>]*>[\s\S]*?<\/title\s*>/i, ''));
  const repeated = title === null || body.trimStart().startsWith(title);
  return { title, text: repeated ? body : `${title}\n\n${body}` };
}
