import { reportLostOutput, run } from './command-line/run.ts';

const argv = process.argv.slice(2);

// A reader that has seen enough (`| head`) is no failure; a disk that is full is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : reportLostOutput(argv, error));
});
// There is nowhere left to say so, and what was begun goes on: a gateway must not end with the reader of its log.
process.stderr.on('error', () => undefined);

process.exitCode = await run(argv, process.env, process.cwd());
