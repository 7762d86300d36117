export {
  backupDataDir,
  checkDataDir,
  type IntegrityReport,
  type RestoreReport,
  restoreDataDir,
} from '@weighbridge/db';
export { type GatewayConfig, type LogLevel, loadConfig } from './config/config.ts';
export { ConfigError, ListenError, SecretUnreadableError, SelfReferenceError } from './errors.ts';
export { type GatewayOptions, type RunningGateway, startGateway } from './gateway.ts';
