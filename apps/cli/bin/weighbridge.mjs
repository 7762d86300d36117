#!/usr/bin/env node
// Plain JavaScript on purpose: it must run on Node 20, find the newer one that the repository brings, and hand over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from './node-flags.mjs';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

// What an earlier run compiled is used again. In the environment, so that threads and the dashboard's server do so too: each
// thread that finds nothing there loads a compiler of some 15 MB (docs/adr/0033-compiled-code-is-kept.md).
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../../../node_modules/.cache/weighbridge', import.meta.url),
);

if (runsTypeScript()) {
  module.enableCompileCache();
  await import('../src/main.ts');
} else {
  const node = broughtNode();
  if (node) {
    handOver(node);
  } else {
    process.stderr.write(
      `weighbridge needs Node 22.19 or newer, and this is ${process.version}. On Linux the repository brings its own: run "npx -y pnpm@12.21.0 install" in it. Elsewhere install a current Node from https://nodejs.org.\n`,
    );
    process.exitCode = 1;
  }
}

function runsTypeScript() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}

/** The `node` of the package that the repository lists for this platform; undefined when it is not installed. */
function broughtNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`);
    const node = join(dirname(manifest), 'bin', 'node');
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined;
  }
}

function handOver(node) {
  const child = spawn(node, [...NODE_FLAGS, main, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // On a terminal Ctrl-C reaches the child by itself; a signal sent to this process alone would not.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const caught of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(caught);
    process.kill(process.pid, signal);
  });
}
