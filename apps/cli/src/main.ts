import { enableCompileCache } from 'node:module';

// Compiled code of an earlier run is used again (Node keeps it in the temporary folder): half the time to start.
enableCompileCache();

const argv = process.argv.slice(2);
const { reportLostOutput, run } = await import('./command-line/run.ts');

// A reader that has seen enough (`| head`) is no failure; a disk that is full is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : reportLostOutput(argv, error));
});

process.exitCode = await run(argv, process.env, process.cwd());
