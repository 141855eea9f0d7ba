import Add from '@mui/icons-material/Add';
import DashboardCustomize from '@mui/icons-material/DashboardCustomizeOutlined';
import GridView from '@mui/icons-material/GridView';
import TableRows from '@mui/icons-material/TableRows';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Tooltip from '@mui/material/Tooltip';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { KeyHint } from '../components/KeyHint';
import { LinkChip } from './LinkChip';
import type { useDeskAddress } from './selection';

interface DeskToolsProps {
  rooms: string[];
  address: ReturnType<typeof useDeskAddress>;
  onCreate?: () => void;
}

/** Which room, how it is shown, and what can be begun. */
export function DeskTools({ rooms, address, onCreate }: DeskToolsProps) {
  const t = useT();
  const can = useCan();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, mb: 1.25 }}>
      {rooms.length > 0 && (
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label={t('desk.zones')}
          value={address.zone ?? ''}
          onChange={(_, zone: string | null) => address.showZone(zone || null)}
          sx={{
            maxWidth: '100%',
            overflowX: 'auto',
            '& .MuiToggleButton-root': { px: 1.5, height: 32, whiteSpace: 'nowrap' },
          }}
        >
          <ToggleButton value="">{t('desk.all_zones')}</ToggleButton>
          {rooms.map((name) => (
            <ToggleButton key={name} value={name}>
              {name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      <LinkChip />
      <Box sx={{ flex: 1 }} />
      {can('zones:gerer') && !address.editing && (
        <Tooltip title={t('floor.plan.edit')}>
          <IconButton
            size="small"
            aria-label={t('floor.plan.edit')}
            data-testid="edit-plan"
            onClick={() => address.arrange(true)}
            sx={{ display: { xs: 'none', sm: 'inline-flex' } }}
          >
            <DashboardCustomize fontSize="small" />
          </IconButton>
        </Tooltip>
      )}
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label={t('desk.view')}
        value={address.view}
        onChange={(_, view: 'plan' | 'table' | null) => view && address.show(view)}
        sx={{ '& .MuiToggleButton-root': { px: 1, height: 32 } }}
      >
        <ToggleButton value="plan" aria-label={t('desk.plan')}>
          <GridView fontSize="small" />
        </ToggleButton>
        <ToggleButton value="table" aria-label={t('desk.table')}>
          <TableRows fontSize="small" />
        </ToggleButton>
      </ToggleButtonGroup>
      {onCreate && (
        <Button variant="contained" startIcon={<Add />} onClick={onCreate} data-testid="new-session" sx={{ px: 2 }}>
          {t('desk.new_session')}
          <KeyHint on="primary">N</KeyHint>
        </Button>
      )}
    </Box>
  );
}
