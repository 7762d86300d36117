import { expect, test } from 'vitest';
import { readHtml } from './html.ts';

test('a page keeps its title and what a reader sees', () => {
  const { title, text } = readHtml(`<!doctype html><html><head><title>Weighing
    &amp; paying</title><style>p { color: red }</style><script>alert(1)</script></head>
    <body><nav><a href="/">Home</a></nav><h1>Scales</h1><p>A <a href="https://x.example">truck</a> is weighed.</p>
    <ul><li>first</li><li>second</li></ul><img src="x.png" alt="picture"></body></html>`);
  expect(title).toBe('Weighing & paying');
  expect(text).toMatch(/^Weighing & paying\n\nScales\n/);
  expect(text).toContain('A truck is weighed.');
  expect(text).toContain('* first');
  for (const gone of ['alert', 'color', 'Home', 'x.example', 'x.png']) expect(text).not.toContain(gone);
});

test('a page whose text begins with its title does not repeat it', () => {
  const { text } = readHtml('<title>Scales</title><h1>Scales</h1><p>x</p>');
  expect(text.match(/Scales/g)).toHaveLength(1);
});

test('a page without a title has none', () => {
  expect(readHtml('<p>only this</p>')).toEqual({ title: null, text: 'only this' });
});
