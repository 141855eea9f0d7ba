import BuildOutlined from '@mui/icons-material/BuildOutlined';
import Close from '@mui/icons-material/Close';
import LockOutlined from '@mui/icons-material/LockOutlined';
import MessageOutlined from '@mui/icons-material/MessageOutlined';
import PowerSettingsNew from '@mui/icons-material/PowerSettingsNew';
import RadioButtonUnchecked from '@mui/icons-material/RadioButtonUnchecked';
import RestartAlt from '@mui/icons-material/RestartAlt';
import Stop from '@mui/icons-material/Stop';
import SystemUpdateAlt from '@mui/icons-material/SystemUpdateAlt';
import WbSunny from '@mui/icons-material/WbSunnyOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Paper from '@mui/material/Paper';
import type { SvgIconProps } from '@mui/material/SvgIcon';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import type { ComponentType } from 'react';
import { useCan } from '../base/access';
import { useT } from '../base/i18n';
import { KeyHint } from '../components/KeyHint';
import { BULK_ACTIONS, type BulkAction, rightFor } from './bulk';
import { marks, useMarks } from './marked';

const ICONS: Partial<Record<BulkAction, ComponentType<SvgIconProps>>> = {
  lock: LockOutlined,
  message: MessageOutlined,
  restart: RestartAlt,
  shutdown: PowerSettingsNew,
  update: SystemUpdateAlt,
  wake: WbSunny,
  end: Stop,
  maintenance: BuildOutlined,
  disponible: RadioButtonUnchecked,
};
const HINTS: Partial<Record<BulkAction, string>> = { lock: 'L', message: 'M', end: 'E' };

/** What can be asked of the stations that are marked, under the plan. */
export function BulkBar({ onAsk }: { onAsk: (action: BulkAction) => void }) {
  const t = useT();
  const can = useCan();
  const count = useMarks().size;
  if (count === 0) return null;
  return (
    <Paper
      variant="outlined"
      role="toolbar"
      aria-label={t('floor.bulk.title')}
      data-testid="bulk-bar"
      sx={{ position: 'sticky', bottom: 8, zIndex: 2, mt: 2, p: 1, borderRadius: 2, boxShadow: 6, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 0.5 }}
    >
      <Typography sx={{ fontWeight: 650, px: 1 }}>{t('floor.bulk.count', { smart_count: count })}</Typography>
      {BULK_ACTIONS.filter((action) => can(rightFor(action))).map((action) => {
        const Icon = ICONS[action];
        const hint = HINTS[action];
        return (
          <Button
            key={action}
            size="small"
            color={action === 'end' ? 'error' : 'primary'}
            startIcon={Icon && <Icon />}
            data-testid={`bulk-${action}`}
            onClick={() => onAsk(action)}
          >
            {t(`floor.bulk.action.${action}`)}
            {hint && <KeyHint>{hint}</KeyHint>}
          </Button>
        );
      })}
      <Box sx={{ flex: 1 }} />
      <Tooltip title={t('floor.bulk.clear')}>
        <IconButton size="small" aria-label={t('floor.bulk.clear')} onClick={marks.clear} data-testid="bulk-clear">
          <Close fontSize="small" />
        </IconButton>
      </Tooltip>
    </Paper>
  );
}
