/** `lock-holder.ts <data dir>`: takes the gateway's lock, or says why it cannot, and stays alive. */
import { lockDataDir } from '../../src/files/lock.ts';
import { say } from './requests.ts';

try {
  lockDataDir(process.argv[2] ?? '');
  say('locked');
  setInterval(() => {}, 60_000);
} catch (error) {
  say(JSON.stringify(error));
}
