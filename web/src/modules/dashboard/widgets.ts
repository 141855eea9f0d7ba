import type { ComponentType } from 'react';
import { useStore } from 'react-admin';
import { type Permission, useCan } from '../../base/access';
import { Figures } from './Figures';
import { Occupation } from './Occupation';
import { Sales } from './Sales';
import { DaysOfSessions, NewVisitors, Reasons, StationsNow, TimeHeld, WaitingAndRefusals } from './Smaller';

export const WIDGETS = [
  'figures',
  'occupation',
  'days',
  'held',
  'sales',
  'waiting',
  'reasons',
  'stations',
  'visitors',
] as const;
export type WidgetName = (typeof WIDGETS)[number];

interface Widget {
  show: ComponentType;
  needs: Permission;
  /** Takes the whole width. */
  wide?: boolean;
}

export const WIDGET: Record<WidgetName, Widget> = {
  figures: { show: Figures, needs: 'sessions:lire', wide: true },
  occupation: { show: Occupation, needs: 'sessions:lire', wide: true },
  days: { show: DaysOfSessions, needs: 'sessions:lire' },
  held: { show: TimeHeld, needs: 'sessions:lire' },
  sales: { show: Sales, needs: 'caisse:lire' },
  waiting: { show: WaitingAndRefusals, needs: 'sessions:lire' },
  reasons: { show: Reasons, needs: 'sessions:lire' },
  stations: { show: StationsNow, needs: 'postes:lire' },
  visitors: { show: NewVisitors, needs: 'visiteurs:lire' },
};

/** What an operator chose to see, in their order. What they may not see is left out, and stays chosen. */
export function useWidgets() {
  const can = useCan();
  const [chosen, choose] = useStore<WidgetName[] | null>('dashboard.widgets', null);
  const allowed = WIDGETS.filter((name) => can(WIDGET[name].needs));
  const shown = (chosen ?? allowed).filter((name) => allowed.includes(name));
  const hidden = allowed.filter((name) => !shown.includes(name));
  return { shown, hidden, choose: (names: WidgetName[]) => choose(names), reset: () => choose(null) };
}
