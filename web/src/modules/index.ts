import { agencies } from './agencies/manifest';
import { starts } from './boot/manifest';
import { batches, closings, sales, tills } from './cash/manifest';
import { logs } from './logs/manifest';
import type { Manifest } from './manifest';
import { reports } from './reports/manifest';
import { roles } from './roles/manifest';
import { services } from './services/manifest';
import { sessions } from './sessions/manifest';
import { stations } from './stations/manifest';
import { tariffs } from './tariffs/manifest';
import { users } from './users/manifest';
import { visitors } from './visitors/manifest';
import { zones } from './zones/manifest';

/** Every module, once. */
export const modules: readonly Manifest[] = [
  visitors,
  stations,
  sessions,
  batches,
  sales,
  tills,
  closings,
  logs,
  reports,
  agencies,
  zones,
  tariffs,
  users,
  roles,
  services,
  starts,
];
