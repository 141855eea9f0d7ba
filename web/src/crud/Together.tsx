import PlaylistAddCheck from '@mui/icons-material/PlaylistAddCheck';
import Button from '@mui/material/Button';
import ListItemIcon from '@mui/material/ListItemIcon';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { type RaRecord, useDataProvider, useListContext, useNotify } from 'react-admin';
import { useT } from '../base/i18n';
import { reasonOf } from '../base/problem';
import { TogetherDialog } from '../components/TogetherDialog';

/** What a dialog for several rows begins with. */
export interface Frame<T> {
  title: string;
  count: string;
  items: readonly T[];
  nameOf: (item: T) => string;
  rough?: boolean;
  onDone: () => void;
  onClose: () => void;
}

/** Something that can be done to several rows: it asks once, and tells what became of each. */
export interface Choice<T> {
  name: string;
  label: string;
  icon: ReactNode;
  /** It cannot be taken back. */
  rough?: boolean;
  /** What there is to know before. */
  text?: string;
  /** What is done to each; false where there is nothing to do. */
  one?: (item: T) => Promise<unknown>;
  /** A dialog of its own, where something is typed or chosen first. */
  dialog?: (frame: Frame<T>) => ReactElement;
}

interface TogetherProps<T> {
  choices: readonly Choice<T>[];
  nameOf: (item: T) => string;
}

/** What can be done to the rows that are selected. */
export function Together<T extends RaRecord<string>>({ choices, nameOf }: TogetherProps<T>) {
  const t = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const provider = useDataProvider();
  const { resource, selectedIds, onUnselectItems } = useListContext<T>();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [asking, setAsking] = useState<{ choice: Choice<T>; items: readonly T[]; isDone: boolean } | null>(null);
  if (choices.length === 0) return null;

  const ask = async (choice: Choice<T>) => {
    setAnchor(null);
    try {
      // Selected on another page, or changed since: as they are now.
      const { data } = await provider.getMany<T>(resource, { ids: selectedIds });
      setAsking({ choice, items: data, isDone: false });
    } catch (error) {
      notify(t('app.failed', { reason: reasonOf(error) }), { type: 'error' });
    }
  };
  const close = () => {
    if (asking?.isDone) onUnselectItems();
    setAsking(null);
  };
  const done = () => {
    setAsking((before) => before && { ...before, isDone: true });
    void client.invalidateQueries({ queryKey: [resource] });
  };

  return (
    <>
      <Button
        size="small"
        startIcon={<PlaylistAddCheck />}
        aria-haspopup="menu"
        data-testid="together"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('app.actions')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {choices.map((choice) => (
          <MenuItem
            key={choice.name}
            onClick={() => void ask(choice)}
            data-testid={`together-${choice.name}`}
            sx={choice.rough ? { color: 'error.main' } : undefined}
          >
            <ListItemIcon sx={{ color: 'inherit' }}>{choice.icon}</ListItemIcon>
            {choice.label}
          </MenuItem>
        ))}
      </Menu>
      {asking && <Asked {...asking} nameOf={nameOf} onDone={done} onClose={close} />}
    </>
  );
}

interface AskedProps<T> {
  choice: Choice<T>;
  items: readonly T[];
  nameOf: (item: T) => string;
  onDone: () => void;
  onClose: () => void;
}

function Asked<T extends RaRecord<string>>({ choice, items, ...rest }: AskedProps<T>) {
  const t = useT();
  const { label: title, rough, text, one, dialog } = choice;
  const frame = { title, rough, items, count: t('together.count', { smart_count: items.length }), ...rest };
  if (dialog) return dialog(frame);
  return (
    <TogetherDialog {...frame} one={async (item) => one?.(item)}>
      {text && <Typography sx={{ mt: 1 }}>{text}</Typography>}
    </TogetherDialog>
  );
}
