import { defineConfig } from '@playwright/test';

const PORT = 4199;
const KEY = 'wb_known_to_both';

export default defineConfig({
  testDir: '.',
  reporter: 'line',
  // Servers start in this order and are stopped at the end; the program under test would be the second.
  webServer: [
    {
      command: `weighbridge mock --port ${PORT} --key ${KEY}`,
      url: `http://127.0.0.1:${PORT}/readyz`,
      // Otherwise it is killed, and its temporary files stay.
      gracefulShutdown: { signal: 'SIGTERM', timeout: 5000 },
    },
  ],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    extraHTTPHeaders: { authorization: `Bearer ${KEY}` },
  },
});
