import { workerData } from 'node:worker_threads';
import { serve } from '../threads/serve.ts';
import { openReader } from './reader.ts';

serve(() => openReader(workerData));
