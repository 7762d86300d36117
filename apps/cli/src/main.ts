import { reportLostOutput, run } from './command-line/run.ts';

const argv = process.argv.slice(2);

// A reader that has seen enough (`| head`) is no failure; a disk that is full is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : reportLostOutput(argv, error));
});

process.exitCode = await run(argv, process.env, process.cwd());
