import { expect, test } from 'vitest';
import { unknownVariables } from './variables.ts';

test('a variable that looks like ours and is none is named, with the one it may have been meant for', () => {
  expect(
    unknownVariables({
      WEIGHBRIDGE_PROT: '4100',
      WEIGHBRIDGE_ADMIN_PASWORD: 'secret',
      WEIGHBRIDGE_MAX_SPEND: '5',
      WEIGHBRIDGE_DATADIR: '',
      WEIGHBRIDGE_CORS_ORIGINS: 'http://localhost',
      WEIGHBRIDGE_KEY: 'wb_',
      PATH: '/bin',
    }),
  ).toEqual([
    'WEIGHBRIDGE_PROT means nothing here (did you mean WEIGHBRIDGE_PORT?)',
    'WEIGHBRIDGE_ADMIN_PASWORD means nothing here (did you mean WEIGHBRIDGE_ADMIN_PASSWORD?)',
    'WEIGHBRIDGE_MAX_SPEND means nothing here',
  ]);
});
