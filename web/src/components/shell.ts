import { createContext, useContext } from 'react';

/** What the bar and the pages may open over the page. */
export interface Shell {
  openPalette: () => void;
  openKeys: () => void;
}

export const ShellContext = createContext<Shell>({ openPalette: () => {}, openKeys: () => {} });
export const useShell = () => useContext(ShellContext);
