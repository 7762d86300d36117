import { workerData } from 'node:worker_threads';
import { serve } from '../threads/serve.ts';
import { openWriter } from './writer.ts';

serve(() => openWriter(workerData));
