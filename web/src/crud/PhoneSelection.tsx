import Close from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import IconButton from '@mui/material/IconButton';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useListContext, useTranslate } from 'react-admin';

/** Above the cards: all of the page at once, and what can be done to those that are selected. */
export function PhoneSelection({ children }: { children: ReactNode }) {
  const translate = useTranslate();
  const { data = [], selectedIds = [], onSelect, onUnselectItems } = useListContext();
  const here = data.filter(({ id }) => selectedIds.includes(id)).length;
  const all = () => onSelect(here === data.length ? [] : [...new Set([...selectedIds, ...data.map(({ id }) => id)])]);
  return (
    <Box
      data-testid="phone-selection"
      sx={{
        position: 'sticky',
        top: 48,
        zIndex: 2,
        px: 1.75,
        py: 0.5,
        minHeight: 48,
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        bgcolor: 'background.paper',
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      {selectedIds.length === 0 ? (
        <FormControlLabel
          control={<Checkbox checked={false} onChange={all} edge="start" />}
          label={translate('ra.action.select_all')}
        />
      ) : (
        <>
          <Checkbox
            edge="start"
            checked={here === data.length}
            indeterminate={here > 0 && here < data.length}
            onChange={all}
            slotProps={{ input: { 'aria-label': translate('ra.action.select_all') } }}
          />
          <Typography role="status" sx={{ flex: 1, fontWeight: 650 }}>
            {translate('ra.action.bulk_actions', { smart_count: selectedIds.length })}
          </Typography>
          <IconButton edge="end" onClick={() => onUnselectItems()} aria-label={translate('ra.action.unselect')}>
            <Close />
          </IconButton>
          <Box sx={{ flexBasis: '100%', display: 'flex', flexWrap: 'wrap', gap: 1 }}>{children}</Box>
        </>
      )}
    </Box>
  );
}
