import { join } from 'node:path';
import type { Services } from '../../context.ts';

/** Where backups go that name no file. */
export function backupFolder(dataDir: string): string {
  return join(dataDir, 'backups');
}

/** What a restore needs beside the backup. */
export function keepAlso({ dataDir, environment }: Services['system']): string {
  return environment.includes('WEIGHBRIDGE_SECRET')
    ? 'WEIGHBRIDGE_SECRET, as it is set now: without it stored provider keys cannot be read.'
    : `${join(dataDir, 'secret.key')}: without it stored provider keys cannot be read. Keep it apart from the backup.`;
}
