// Preloaded into a process, and into its threads: their clock is off by as many ms as the file in CLOCK_OFFSET_FILE says.
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_OFFSET_FILE ?? '';
const real = Date.now;
const READ_EVERY_MS = 5;
let offset = 0;
let readAt = 0;

Date.now = () => {
  const now = real();
  if (now - readAt >= READ_EVERY_MS) {
    readAt = now;
    offset = Number(readFileSync(file, 'utf8'));
  }
  return now + offset;
};
