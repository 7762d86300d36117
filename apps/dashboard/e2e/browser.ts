import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';
import manifest from '../package.json' with { type: 'json' };

const SYSTEM_BROWSERS = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds a Chromium that runs here without downloading one: CHROME_PATH, Playwright's own if it was installed, the
 * system's, and otherwise the one inside the npm package @sparticuz/chromium (Linux on x64).
 */
export async function browserLaunchOptions(): Promise<LaunchOptions> {
  const asked = process.env.CHROME_PATH;
  if (asked) return { executablePath: asked, args: OFFLINE };
  if (existsSync(chromium.executablePath())) return {};
  const system = SYSTEM_BROWSERS.find((path) => existsSync(path));
  if (system) return { executablePath: system, args: OFFLINE };
  return packagedBrowser();
}

/** Debian's Chromium looks for updates and stalls where there is no internet; root may not use the sandbox. */
const OFFLINE = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];

/** Unpacked once for each version and user; a directory only gets its final name when everything is in it. */
async function packagedBrowser(): Promise<LaunchOptions> {
  const version = manifest.devDependencies['@sparticuz/chromium'];
  const home = join(tmpdir(), `weighbridge-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  if (!existsSync(home)) await unpackTo(home);
  return {
    executablePath: join(home, 'chromium'),
    // Its own arguments include --single-process, which dies at the second context.
    args: ['--no-sandbox'],
    env: {
      ...(process.env as Record<string, string>),
      // The system libraries and fonts that a bare machine lacks.
      LD_LIBRARY_PATH: [join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_PATH: join(home, 'fonts'),
    },
  };
}

async function unpackTo(home: string): Promise<void> {
  const directory = mkdtempSync(`${home}-`);
  const before = { ...process.env };
  // The package unpacks into TMPDIR under fixed names, and brings the libraries only where it believes to be on Lambda.
  Object.assign(process.env, { TMPDIR: directory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
    writeFileSync(join(directory, 'fonts/fonts.conf'), fontsConfiguration(home));
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'HOME']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  try {
    renameSync(directory, home);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

/**
 * The package's own configuration looks in /tmp/fonts only. Where no font is found at all, web fonts fail now and then,
 * too, and text has no size.
 */
function fontsConfiguration(home: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    `<fontconfig><dir>${join(home, 'fonts/fonts')}</dir><cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`,
    '',
  ].join('\n');
}
