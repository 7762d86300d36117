import { enableCompileCache } from 'node:module';

// Compiled code of an earlier run is used again (Node keeps it in the temporary folder): half the time to start.
enableCompileCache();

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { run } = await import('./command-line/run.ts');
process.exitCode = await run(process.argv.slice(2), process.env, process.cwd());
