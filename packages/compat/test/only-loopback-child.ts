import { watchConnections } from './connections.ts';

// Preloaded into the examples' processes: one that speaks to anybody but this machine fails.
const seen = watchConnections();
process.on('exit', () => {
  if (seen.others.size === 0) return;
  console.error(`connected to ${[...seen.others].join(', ')}`);
  process.exitCode = 1;
});
