/** What Node runs the gateway with, here and in package.json. Why: docs/adr/0029, 0032 and 0034. */
export const NODE_FLAGS = ['--max-semi-space-size=4', '--v8-pool-size=1', '--heap-growing-percent=80'];
