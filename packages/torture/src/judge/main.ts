import { runFiles } from '../record/files.ts';
import { gatherEvidence } from './evidence.ts';
import { judge } from './judge.ts';

/** Judges the evidence in a directory and prints the verdict as JSON. */
const [, , dir] = process.argv;
if (dir === undefined) {
  process.stderr.write('Name the directory of a run.\n');
  process.exitCode = 2;
} else {
  const verdict = judge(await gatherEvidence(runFiles(dir)));
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
}
