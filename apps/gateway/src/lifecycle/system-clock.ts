import type { Clock } from '@weighbridge/embeddings';

export const systemClock: Clock = {
  now: () => Date.now(),
  // By hand: node:timers/promises makes an error with a stack for each sleep that is cut short, and each call cuts one.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const cut = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', cut);
        resolve();
      }, ms);
      signal?.addEventListener('abort', cut, { once: true });
    }),
};
