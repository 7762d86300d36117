import {
  Activity,
  BellRing,
  Boxes,
  CircleDollarSign,
  DatabaseBackup,
  FolderCog,
  FolderPlus,
  Gauge,
  KeyRound,
  type LucideIcon,
  Plug,
  Scale,
  Tags,
  ToggleRight,
  Webhook,
} from 'lucide-react';

interface Action {
  name: string;
  icon: LucideIcon;
}

/** What the gateway writes lines about. One it adds later is shown by its own name. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  'mode.set': { name: 'Mode switched', icon: ToggleRight },
  'provider.configure': { name: 'Provider set up', icon: Plug },
  'budget.create': { name: 'Budget created', icon: CircleDollarSign },
  'budget.update': { name: 'Budget changed', icon: CircleDollarSign },
  'budget.remove': { name: 'Budget removed', icon: CircleDollarSign },
  'rate_limit.set': { name: 'Rate limit set', icon: Gauge },
  'rate_limit.remove': { name: 'Rate limit removed', icon: Gauge },
  'uncertain.resolve': { name: 'Uncertain attempt resolved', icon: Scale },
  'price.set': { name: 'Price set', icon: Tags },
  'price.remove': { name: 'Price removed', icon: Tags },
  'model.define': { name: 'Model defined', icon: Boxes },
  'model.remove': { name: 'Model removed', icon: Boxes },
  'bill.import': { name: 'Bill imported', icon: Scale },
  'bill.remove': { name: 'Imported bill removed', icon: Scale },
  'backup.create': { name: 'Backup made', icon: DatabaseBackup },
  'ledger.restore': { name: 'Backup restored', icon: DatabaseBackup },
  'ledger.rollback': { name: 'Older database found', icon: DatabaseBackup },
  'ledger.close_gap': { name: 'Gap of the ledger closed', icon: DatabaseBackup },
  'cache.purge': { name: 'Vectors forgotten', icon: DatabaseBackup },
  'cache.import': { name: 'Vectors imported', icon: DatabaseBackup },
  'retention.set': { name: 'Retention set', icon: DatabaseBackup },
  'metrics_token.create': { name: 'Metrics token made', icon: Activity },
  'metrics_token.revoke': { name: 'Metrics token revoked', icon: Activity },
  'project.create': { name: 'Project created', icon: FolderPlus },
  'project.update': { name: 'Project changed', icon: FolderCog },
  'key.create': { name: 'Key created', icon: KeyRound },
  'key.revoke': { name: 'Key revoked', icon: KeyRound },
  'webhook.create': { name: 'Webhook created', icon: Webhook },
  'webhook.update': { name: 'Webhook changed', icon: Webhook },
  'webhook.remove': { name: 'Webhook removed', icon: Webhook },
  'alert.acknowledge': { name: 'Alerts acknowledged', icon: BellRing },
  'alert.settings': { name: 'Alerts set', icon: BellRing },
};
