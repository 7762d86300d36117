import { expect, test } from 'vitest';
import { kindOf, splitAsOf } from './kind.ts';

test.each([
  ['guide.md', '', 'markdown'],
  ['page.HTM', '', 'html'],
  ['index.d.ts', '', 'js'],
  ['tool.py', '', 'python'],
  ['main.rs', '', 'rust'],
  ['data.json', '', 'text'],
  ['README', '# Title', 'markdown'],
  ['LICENSE', 'Permission is hereby granted', 'text'],
  ['page', '<!-- saved -->\n<!DOCTYPE html><html>', 'html'],
  ['tool', '#!/usr/bin/env python3\nimport os', 'python'],
  ['tool', '#!/usr/bin/env node\n', 'js'],
  ['script', '#!/bin/sh\nnode x.js', 'text'],
] as const)('%s that begins with %j is %s', (path, text, kind) => {
  expect(kindOf(path, text)).toBe(kind);
});

test('a page is split as the text it is turned into', () => {
  expect(splitAsOf('html')).toBe('text');
  expect(splitAsOf('go')).toBe('go');
});
