// Plain JavaScript on purpose: it must run, and explain itself, on a Node that is too old for everything else.
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  const brought = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
  console.error(
    `Weighbridge needs Node 22.19 or newer, and this is ${process.version}. ` +
      (brought
        ? 'On Linux the repository brings its own: run the command through pnpm (npx -y pnpm@12.21.0 …), after an install without --no-optional.'
        : 'Install a current Node from https://nodejs.org and run the command again.'),
  );
  process.exit(1);
}
if (!existsSync(new URL('../node_modules/turbo/package.json', import.meta.url))) {
  console.error('The dependencies are not installed. Run: npx -y pnpm@12.21.0 install');
  process.exit(1);
}
