import { workerData } from 'node:worker_threads';
import { serve } from '../threads/serve.ts';
import { openKeeper } from './keeper.ts';

serve(() => openKeeper(workerData));
