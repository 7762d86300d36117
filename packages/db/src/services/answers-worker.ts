import { workerData } from 'node:worker_threads';
import { serve } from '../threads/serve.ts';
import { openAnswers } from './answers.ts';

serve((warn) => openAnswers(workerData, warn));
