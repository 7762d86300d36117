export {
  backupDataDir,
  checkDataDir,
  type IntegrityReport,
  type RestoreReport,
  restoreDataDir,
} from '@weighbridge/db';
export { GATEWAY_VARIABLES, type GatewayConfig, type LogLevel, loadConfig } from './config/config.ts';
export { ConfigError, ListenError, SecretUnreadableError, SelfReferenceError } from './errors.ts';
export { type GatewayOptions, type RunningGateway, startGateway } from './gateway.ts';
