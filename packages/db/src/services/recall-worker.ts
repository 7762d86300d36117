import { workerData } from 'node:worker_threads';
import { serve } from '../threads/serve.ts';
import { openRecall } from './recall.ts';

serve((warn) => openRecall(workerData, warn));
