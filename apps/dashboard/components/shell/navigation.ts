import {
  Bell,
  CircleDollarSign,
  DatabaseBackup,
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

export interface Place {
  href: string;
  name: string;
  icon: LucideIcon;
}

interface PlaceGroup {
  /** Null for what needs none. */
  name: string | null;
  places: readonly Place[];
}

export const PLACE_GROUPS: readonly PlaceGroup[] = [
  {
    name: null,
    places: [
      { href: '/', name: 'Overview', icon: Gauge },
      { href: '/alerts', name: 'Alerts', icon: Bell },
    ],
  },
  {
    name: 'Money',
    places: [
      { href: '/spend', name: 'Spend', icon: Receipt },
      { href: '/budgets', name: 'Budgets', icon: CircleDollarSign },
      { href: '/bill', name: 'Bill', icon: Scale },
      { href: '/prices', name: 'Prices', icon: Tags },
    ],
  },
  {
    name: 'Access',
    places: [
      { href: '/providers', name: 'Providers', icon: Plug },
      { href: '/keys', name: 'Keys', icon: KeyRound },
    ],
  },
  {
    name: 'Checks',
    places: [
      { href: '/quality', name: 'Quality', icon: ScanSearch },
      { href: '/audit', name: 'Audit', icon: ScrollText },
      { href: '/operations', name: 'Operations', icon: DatabaseBackup },
    ],
  },
];

const places = PLACE_GROUPS.flatMap((group) => group.places);

/** On a phone, what is opened most is at hand; alerts have the bell at the top there, and a line in the menu. */
const AT_HAND = ['/', '/spend', '/budgets', '/providers'];

export const AT_HAND_PLACES = places.filter(({ href }) => AT_HAND.includes(href));
export const OTHER_PLACES = places.filter(({ href }) => !AT_HAND.includes(href));
