// Runs the script that it is given with a clock that is off by as many ms as the file in CLOCK_OFFSET_FILE says. Time is
// read in the main thread only, so the threads need none of it.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const file = process.env.CLOCK_OFFSET_FILE ?? '';
const real = Date.now;
const READ_EVERY_MS = 5;
let offset = 0;
let readAt = 0;

Date.now = () => {
  const now = real();
  if (now - readAt >= READ_EVERY_MS) {
    readAt = now;
    // Empty for the moment in which it is written: what was read before still holds.
    const text = readFileSync(file, 'utf8');
    if (text !== '') offset = Number(text);
  }
  return now + offset;
};

await import(pathToFileURL(process.argv[2] ?? '').href);
