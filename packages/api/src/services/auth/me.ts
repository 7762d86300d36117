import type { z } from 'zod';
import type { ApiContext } from '../../context.ts';
import type { me as meSchema } from '../../schemas/access.ts';

/** Who the gateway takes the caller for. Never refuses. */
export async function me({ caller }: ApiContext): Promise<z.infer<typeof meSchema>> {
  switch (caller.kind) {
    case 'admin':
      return { signedIn: true, actor: caller.actor, project: null };
    case 'key':
      return { signedIn: true, actor: `key:${caller.key.id}`, project: caller.project.id };
    case 'nobody':
      return { signedIn: false, actor: null, project: null };
  }
}
