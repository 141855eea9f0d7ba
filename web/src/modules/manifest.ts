import type { SvgIconProps } from '@mui/material/SvgIcon';
import type { ComponentType } from 'react';
import type { RecordToStringFunction } from 'react-admin';
import type { Action } from '../base/authProvider';
import type { Permission } from '../base/access';

/** What the console knows of a module before it loads its screens. */
export interface Manifest {
  /** Its name in the console's addresses and in the catalogues. */
  name: string;
  /** Its collection on the server. */
  path: string;
  icon: ComponentType<SvgIconProps>;
  rights: Partial<Record<Action, Permission>>;
  /** How a record is named in titles and references. */
  represent: string | RecordToStringFunction;
  screens: Partial<Record<'list' | 'show' | 'create' | 'edit', ComponentType>>;
}
