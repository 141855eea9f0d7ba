import Search from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import InputBase from '@mui/material/InputBase';
import Typography from '@mui/material/Typography';
import visuallyHidden from '@mui/utils/visuallyHidden';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Page, Station, Visitor } from '../api/types';
import { useCan } from '../base/access';
import { http } from '../base/http';
import { useT } from '../base/i18n';
import { useSettled } from '../base/useSettled';
import { type Entry, folded, usePages } from './palettePages';

const ROWS = 6;

/** Ctrl+K: visitors, stations and pages by a few letters. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useT();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(typed);
  const list = useRef<HTMLDivElement>(null);
  const current = Math.min(at, entries.length - 1);
  useEffect(() => setAt(0), [typed]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const open = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    void navigate(entry.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((current + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp') setAt((current - 1 + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') open(entries[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      aria-labelledby="palette-title"
      fullWidth
      maxWidth="sm"
      data-testid="palette"
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
      slotProps={{ paper: { sx: { mt: { xs: 2, sm: 9 }, mx: { xs: 1, sm: 4 } } } }}
    >
      <Box component="h2" id="palette-title" sx={visuallyHidden}>
        {t('palette.title')}
      </Box>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1.25,
          px: 2,
          height: 56,
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <Search color="action" />
        <InputBase
          autoFocus
          fullWidth
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          inputProps={{
            role: 'combobox',
            'aria-label': t('palette.placeholder'),
            'aria-expanded': true,
            'aria-controls': 'palette-list',
            'aria-activedescendant': entries[current] ? `palette-${current}` : undefined,
          }}
          sx={{ fontSize: '1.05rem' }}
        />
      </Box>
      <Box
        ref={list}
        id="palette-list"
        role="listbox"
        aria-label={t('palette.title')}
        sx={{ maxHeight: '52vh', overflowY: 'auto', p: 1 }}
      >
        {entries.length === 0 && (
          <Typography color="textSecondary" sx={{ p: 2 }}>
            {t('palette.empty')}
          </Typography>
        )}
        {entries.map((entry, index) => (
          <Row
            key={entry.to}
            entry={entry}
            id={`palette-${index}`}
            selected={index === current}
            onOpen={() => open(entry)}
          />
        ))}
      </Box>
      <Typography variant="body2" color="textSecondary" sx={{ px: 2, py: 1, borderTop: 1, borderColor: 'divider' }}>
        {t('palette.hint')}
      </Typography>
    </Dialog>
  );
}

function Row({ entry, id, selected, onOpen }: { entry: Entry; id: string; selected: boolean; onOpen: () => void }) {
  const { icon: Icon } = entry;
  return (
    <Box
      id={id}
      role="option"
      aria-selected={selected}
      onClick={onOpen}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        px: 1.25,
        py: 0.9,
        borderRadius: 1,
        cursor: 'pointer',
        bgcolor: selected ? 'primary.light' : undefined,
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Icon sx={{ fontSize: 20, color: 'text.secondary' }} />
      <Typography noWrap sx={{ flex: 1, fontWeight: selected ? 650 : 450 }}>
        {entry.label}
      </Typography>
      <Typography variant="body2" color="textSecondary" noWrap sx={{ flexShrink: 0, maxWidth: '45%' }}>
        {entry.hint}
      </Typography>
    </Box>
  );
}

function useEntries(typed: string): Entry[] {
  const t = useT();
  const can = useCan();
  const pages = usePages();
  const search = useSettled(typed.trim(), 150);
  const found = <T,>(name: string, path: string, allowed: boolean) => ({
    queryKey: [name, 'palette', search],
    enabled: allowed && search.length >= 2,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }: { signal: AbortSignal }) => http.get<Page<T>>(path, { search, page_size: ROWS }, signal),
  });
  const visitors = useQuery(found<Visitor>('visitors', '/api/utilisateurs/', can('visiteurs:lire')));
  const stations = useQuery(found<Station>('stations', '/api/postes/', can('postes:lire')));
  const wanted = folded(typed.trim());
  const matching = pages.filter((page) => folded(page.label).includes(wanted));
  if (search.length < 2) return matching;
  return [
    ...(visitors.data?.results ?? []).slice(0, ROWS).map((visitor) => ({
      to: `/visitors/${visitor.id}/show`,
      label: `${visitor.first_name} ${visitor.last_name}`,
      hint: visitor.phone ?? t('palette.visitors'),
      icon: pages.iconOf('visitors'),
    })),
    ...(stations.data?.results ?? []).slice(0, ROWS).map((station) => ({
      to: `/?station=${station.id}`,
      label: station.name,
      hint: [station.zone, t(`station_statut.${station.statut}`)].filter(Boolean).join(' · '),
      icon: pages.iconOf('stations'),
    })),
    ...matching,
  ];
}
