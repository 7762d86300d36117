import {
  Bell,
  CircleDollarSign,
  Gauge,
  KeyRound,
  type LucideIcon,
  Plug,
  Receipt,
  Scale,
  ScanSearch,
  ScrollText,
  Tags,
} from 'lucide-react';

interface Place {
  href: string;
  name: string;
  icon: LucideIcon;
}

export const PLACES: readonly Place[] = [
  { href: '/', name: 'Overview', icon: Gauge },
  { href: '/spend', name: 'Spend', icon: Receipt },
  { href: '/providers', name: 'Providers', icon: Plug },
  { href: '/budgets', name: 'Budgets', icon: CircleDollarSign },
  { href: '/bill', name: 'Bill', icon: Scale },
  { href: '/prices', name: 'Prices', icon: Tags },
  { href: '/alerts', name: 'Alerts', icon: Bell },
  { href: '/keys', name: 'Keys', icon: KeyRound },
  { href: '/quality', name: 'Quality', icon: ScanSearch },
  { href: '/audit', name: 'Audit', icon: ScrollText },
];
